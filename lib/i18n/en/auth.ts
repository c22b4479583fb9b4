export const auth = {
  signIn: 'Sign in',
  signInLead: 'To your team’s shared inbox.',
  email: 'Email',
  password: 'Password',
}
