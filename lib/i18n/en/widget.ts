export const widget = {
}
