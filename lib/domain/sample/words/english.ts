import type { Tongue } from './tongue'

export const english: Tongue = {
  firstNames: ['Amelia', 'Oliver', 'Isla', 'George', 'Ava', 'Noah', 'Emily', 'Arthur', 'Grace', 'Leo', 'Freya', 'Oscar', 'Priya', 'Kwame', 'Aisha', 'Callum', 'Megan', 'Ravi', 'Zoe', 'Ethan'],
  lastNames: ['Smith', 'Taylor', 'Okafor', 'Hughes', 'Patel', 'Walker', 'Murphy', 'Campbell', 'Reid', 'Khan', 'Bennett', 'O’Connor', 'Singh', 'Foster', 'Marsh', 'Osei', 'Hayes', 'Doyle', 'Stone', 'Price'],
  cities: ['Leeds', 'Bristol', 'Dublin', 'Boston', 'Toronto', 'Glasgow', 'Austin', 'Cardiff'],
  things: ['floor lamp', 'oak desk', 'bookshelf', 'dining table', 'bedside table', 'linen shade', 'walnut bench', 'desk chair', 'wool rug', 'sideboard'],
  openings: [
    'Hi, where is my order {order}? The tracking has not moved since Monday.',
    'Hello! Is the {thing} in stock again?',
    'The {thing} arrived with a scratch along the front. What can we do?',
    'Can I change the delivery address for {order}? I am moving to {city} next week.',
    'I was charged twice for order {order}.',
    'Do you deliver to {city}, and how long would it take?',
    'One leg of the {thing} is shorter than the others, it wobbles.',
    'my discount code does not work at checkout',
    'I would like to return the {thing}. It is unopened.',
    'Could you send me an invoice with our VAT number for {order}?',
    'Which oil do you recommend for the {thing}?',
    'The lamp flickers when it is dimmed below half. Is that normal?',
    'Is it possible to collect {order} in the shop instead?',
    'Hi there, I forgot my password and the reset mail never arrives.',
  ],
  letters: [
    'I ordered it as a present, so the timing matters more than usual.', 'We had to take the afternoon off for the delivery, and nobody came.', 'I have attached what I could find, tell me if you need anything else.',
    'The box itself looked fine from the outside, which is why I signed for it.', 'I have been a customer for years and this is the first time something went wrong.', 'If a replacement takes long, a partial refund would be fine as well.',
    'My neighbour bought the same one and hers is perfect.', 'I tried the steps from the leaflet twice, with the same result.', 'Please do not call before noon, I work nights this week.', 'The assembly was easy, by the way, well done for that.',
  ],
  answers: [
    'Hi {name}, thank you for writing. Let me check that for you right away.', 'I am sorry about that, {name}. Could you send me a photo of it?', 'Good news: it is back on the shelf and {order} leaves the warehouse tomorrow.',
    'I have changed the address. You will get a new confirmation in a few minutes.', 'The second charge is only a reservation; it disappears within two days. I have noted it on {order} anyway.', 'Yes, we deliver to {city}. It usually takes three to five days.',
    'A replacement is on its way, and the driver takes the old one along.', 'You can return it within 30 days; the label is in your mail.', 'I asked our workshop. They recommend a thin coat of hard wax oil, once a year.', 'Could you tell me the order number, please?',
    'I have reset it for you. Please try once more and tell me if it works.',
  ],
  replies: ['It is {order}.', 'Sure, I will send it tonight.', 'Hm, that does not help, sorry.', 'Is there any news?', 'Tuesday works better for me.', 'Could you call me about it?', 'I just tried again, same thing.', 'Okay, and what does that cost?', 'No rush!', '??', 'Great 👍', 'Which one would you take?'],
  thanks: ['Thank you so much, {city} says hello!', 'Perfect, thanks!', 'That was quick, thank you 🙏', 'All good now. Have a nice day!', 'Works. You are the best.', 'Thanks, that is all.'],
}

/** Notes among colleagues: the team's language. */
export const notes: readonly string[] = [
  'Third time this week for that batch, told the warehouse.', 'Refund approved by the shop, see {order}.', 'Customer is a reseller, be careful with the discount.', 'Carrier claim opened, they answer within 48 hours.', 'Called, nobody picked up. Trying again tomorrow morning.',
  'Same person wrote by email too, please answer only here.', 'Replacement part is in Leipzig, two left.', 'Very friendly. Add a small candle to the parcel?', 'Waiting for the workshop.', 'If she writes again before Thursday, offer the return.',
]
