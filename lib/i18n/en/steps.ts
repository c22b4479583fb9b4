/** What to do at each provider, one step after the other. Part of `settings.connect`. */
import type { StepWords } from '@/lib/channels/steps'

const meta = {
  works: 'The token works: Meta knows this account.',
  live: 'At the top of the app’s page switch it from Development to Live. Until then only people with a role in the app reach you.',
  secret: 'In the app open App settings, Basic. Press Show beside App secret and copy it.',
}

export const steps = {
  telegram: {
    bot: 'Open @BotFather in Telegram and send /newbot. Give the bot a name that your customers see, and a username that ends in “bot”.',
    token: 'Copy the token it answers with (digits, a colon and letters) and paste it below. Each channel needs a bot of its own.',
    told: 'Telegram knows where to call us: the test tells it, there is nothing to copy.',
    write: 'Open your bot in Telegram, press Start and write something. It appears in the inbox.',
  },
  whatsapp: {
    app: 'At Meta for developers open My apps, Create app. Choose the use case “Connect with customers through WhatsApp” and your business portfolio.',
    number: 'In the app open WhatsApp, API setup. Add your phone number, choose it, and copy the phone number ID that stands below it (not the number itself).',
    token:
      'In Business settings open System users and add one with the role Admin. Assign it the app and the WhatsApp account with full control. Then Generate token: that app, never expires, with whatsapp_business_messaging and whatsapp_business_management.',
    secret: meta.secret,
    works: meta.works,
    webhook:
      'In the app open WhatsApp, Configuration, and press Edit beside Webhook. Paste both, then press Verify and save. Several numbers in one account: give each number its own address (override callback URL).',
    fields: 'On the same page, under Webhook fields, switch on Subscribe for each of these:',
    live: meta.live,
    write: 'Write to your number from another phone. It appears in the inbox.',
  },
  messenger: {
    app: 'At Meta for developers open My apps, Create app. Choose the use case “Engage with customers on Messenger from Meta” and your business portfolio.',
    token: 'In the app open Messenger, API settings. Under Generate access tokens press Connect, choose your page, then Generate, and copy the token.',
    page: 'The page’s ID stands below its name in the same table.',
    secret: meta.secret,
    works: meta.works,
    webhook: 'On the same page, under Configure webhooks, paste both and press Verify and save.',
    fields: 'Press Add subscriptions in your page’s row and tick each of these:',
    live: meta.live,
    write: 'Write to your page from a personal account. It appears in the inbox.',
  },
  instagram: {
    professional: 'In the Instagram app open Settings, Account type and tools, and switch to a professional account.',
    allow: 'In its Settings open Messages and story replies, Message controls, Connected tools, and switch on Allow access to messages.',
    app: 'At Meta for developers open My apps, Create app. Choose the use case “Manage messaging and content on Instagram” and open API setup with Instagram login.',
    token: 'Under Generate access tokens press Add account and sign in. Copy the token, and the account ID that stands beside the name.',
    secret: 'Copy the Instagram app secret that stands at the top of that page (not the Facebook one under App settings).',
    works: meta.works,
    webhook: 'On the same page, under Configure webhooks, paste both and press Verify and save.',
    fields: 'Below it, switch on Subscribe for each of these:',
    live: meta.live,
    write: 'Write to the account from another one. It appears in the inbox.',
  },
  sms: {
    number: 'In Twilio’s console open Phone numbers, Buy a number, and buy one that can do SMS. Some countries ask you to register first.',
    keys: 'The Account SID and the auth token stand at the bottom of the console’s first page, under Account info.',
    works: 'The SID and the token work.',
    webhook:
      'Open Phone numbers, Active numbers, your number, Messaging configuration. Under “A message comes in” choose Webhook, HTTP POST, and paste the first address (its end asks Twilio to call again when we do not answer); under “Primary handler fails” paste the second. Save.',
    service: 'With a messaging service do the same there instead: Messaging, Services, yours, Integration, “Send a webhook”.',
    write: 'Send a text message to your number. It appears in the inbox.',
  },
  email: {
    address: 'Type the address your customers write to: for the well-known providers the servers are then filled in. Others list them under IMAP and SMTP in their help.',
    password:
      'Where you sign in with a second step (a code, a phone), the mailbox’s own password does not work here: make an app password in your account’s security settings.',
    service: 'If a service calls us with each mail instead (Postmark, Mailgun, SendGrid, Resend, Amazon SES), choose it below.',
    works: 'Signing in works, for receiving and for sending.',
    postmark:
      'Open your server, its Inbound stream, Settings. Paste this address as the webhook with the user and password of your signing key between https:// and the rest, like https://user:password@…, and tick “Include raw email content”.',
    mailgun: 'Press Create route: match recipient, your address; forward to this address. The signing key stands under API security, HTTP webhook signing key.',
    sendgrid:
      'Press Add host & URL. Paste this address and tick “POST the raw, full MIME message”. The signing key is the security policy’s public key; or put user:password@ behind https://.',
    resend: 'Press Add webhook, paste this address and choose the event below. Then copy the signing secret into the settings here.',
    ses: 'Add a receipt rule whose action is “Publish to Amazon SNS topic” with Base64 encoding. Enter the topic’s ARN as the signing key here, save, then subscribe this address (HTTPS) to the topic: it confirms itself.',
    called: 'The service has called us.',
    write: 'Send a mail to your address. It appears in the inbox.',
  },
} satisfies StepWords
