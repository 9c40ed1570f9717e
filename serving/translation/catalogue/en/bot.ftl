# What the bot says, in English.
#
# Written by the project's engineers (not by a copywriter). No native review was done.
#
# An id is the name of the bot's utterance with - for _. Variables are typed by bot/actions/replies.py:
#   dates ($eta, $order_date, ...) come as ISO dates, times as HH:MM, money ($refund) as amount and
#   currency, counts as numbers; the locale formats them. Codes ($reason, $status) select a branch.

## Small talk

utter-greet = Hello! I'm the assistant of Lumen & Oak. I can look up an order, start a return, or answer questions about shipping, payment and our products. What can I do for you?
utter-goodbye = Goodbye, and have a lovely day!
utter-welcome = You're welcome! Is there anything else I can do for you?
utter-chitchat = I'm doing well, thank you. I'm best at orders, returns and questions about our shop: how can I help?
utter-bot-challenge = I'm a bot: an automated assistant of Lumen & Oak. If you would rather talk to a person, just say so.
utter-what-next = Good. What can I do for you?
utter-okay = All right. If you need anything else, just write.
utter-cancelled = All right, I've stopped. Nothing was changed. What else can I do for you?
utter-nothing-to-cancel = There is nothing running that I could stop. If you want to cancel an order, a colleague can do that for you.
utter-out-of-scope = I'm afraid I can't help with that. I can look up an order, start a return, and answer questions about our shop, or put you through to a colleague.
utter-not-understood = Sorry, I didn't quite get that. Could you say it in other words? Here is what I can do, or I can put you through to a colleague.

## Opening hours

utter-opening-hours =
    Our customer service is there for you Monday to Friday from { $weekday_opens } to { $weekday_closes } and on Saturday from { $saturday_opens } to { $saturday_closes } ({ $timezone }). { $open_now ->
        [yes] We're open right now.
       *[no] Right now we're closed, but I'm here around the clock.
    }
utter-opening-hours-unavailable = I can't look up our opening hours at the moment, sorry. Please try again in a few minutes.

## Finding an order

utter-ask-order-number = Sure. What is your order number? It looks like P-10482 and is in your confirmation e-mail.
utter-ask-order-number-again = I couldn't find an order number in that. It starts with a P and has five digits, for example P-10482.
utter-ask-email = Thanks. And which e-mail address did you use for the order?
utter-ask-email-again = That doesn't look like an e-mail address. Which address did you use for the order, for example name@example.com?
utter-order-not-found =
    I can't find an order with that number and e-mail address. Please check both and try again{ $tries_left ->
        [one] : this is the last try before I call a colleague.
       *[other] .
    } What is your order number?
utter-too-many-tries = I still can't find it, so let's have a person look at it.
utter-shop-unavailable = I can't reach our order system at the moment, sorry. Please try again in a few minutes, or I can put you through to a colleague.

## Order status

utter-order-processing = Your order { $order_number } of { $order_date } is being prepared in our warehouse. It should arrive by { $eta }.
utter-order-shipped = Your order { $order_number } is on its way with { $carrier } (tracking number { $tracking_number }). It should arrive by { $eta }.
utter-order-delayed = I'm sorry: your order { $order_number } is delayed. We now expect it by { $eta }.
utter-order-delivered = Your order { $order_number } was delivered on { $delivered_on }.
utter-order-cancelled = Your order { $order_number } was cancelled on { $cancelled_on }. You won't be charged, or you get { $refund } back within 5 to 7 working days.
utter-order-returned = Your order { $order_number } was returned (return number { $return_number }). The refund of { $refund } takes 5 to 7 working days after the parcel is back with us.

## Starting a return

utter-ask-return-reason = What is the reason for the return? Pick one, or tell me in your own words.
utter-ask-return-confirmation =
    Let me sum up: you want to return order { $order_number } ({ $more_items ->
        [0] { $first_item }
        [one] { $first_item } and { $more_items } more item
       *[other] { $first_item } and { $more_items } more items
    }) because { $reason ->
        [damaged] it arrived damaged
        [wrong_item] you got the wrong item
        [not_as_described] it isn't as described
        [changed_mind] you changed your mind
       *[other] of another reason
    }. You will get { $refund } back. Shall I start the return?
utter-ask-return-confirmation-again = Please tell me yes or no: shall I start the return?
utter-return-created = Done! Your return { $return_number } for order { $order_number } is registered, and the label is on its way to your e-mail address. You get { $refund } back within 5 to 7 working days after the parcel has arrived.
utter-return-declined = All right, I haven't started a return. Nothing was changed.
utter-return-exists = There is already a return for order { $order_number }: its number is { $return_number }. The label is in your e-mail inbox.
utter-return-not-delivered = Order { $order_number } hasn't been delivered yet, so I can't start a return. As soon as it has arrived, you have { $days } days to send it back.
utter-return-cancelled-order = Order { $order_number } was cancelled, so there is nothing to send back.
utter-return-too-late = Order { $order_number } was delivered on { $delivered_on }. Our { $days } days for returns are over, so I can't start one. A colleague can look at it if you like.

## Buttons

button-order-status = Where is my order?
button-start-return = Return something
button-talk-to-human = Talk to a person
button-cancel = Cancel
button-yes = Yes
button-no = No
button-reason-damaged = It arrived damaged
button-reason-wrong-item = Wrong item
button-reason-not-as-described = Not as described
button-reason-changed-mind = I changed my mind
button-reason-other = Another reason

## What was meant?

utter-did-you-mean = I'm not sure that I understood. Did you mean one of these?
button-none-of-these = None of these
choice-order-status = Where is my order?
choice-start-return = Return something
choice-start-exchange = Exchange something
choice-cancel-order = Cancel an order
choice-change-address = Change a delivery address
choice-refund-status = Where is my refund?
choice-report-problem = Something is wrong with my delivery
choice-request-invoice = Get an invoice
choice-reset-password = Reset my password
choice-opening-hours = Opening hours
choice-ask-shipping = How shipping works
choice-ask-delivery-problem = What to do about a delivery problem
choice-ask-returns = How returns work
choice-ask-exchange = How exchanges work
choice-ask-refunds = How refunds work
choice-ask-payment = Ways to pay
choice-ask-discount = Discounts and codes
choice-ask-gift-card = Gift cards
choice-ask-invoice = How invoices work
choice-ask-account = My account
choice-ask-privacy = My personal data
choice-ask-warranty = Warranty and repairs
choice-ask-product = A question about a product
choice-ask-order-change = Changing an order
choice-ask-company = About the shop
choice-talk-to-human = Talk to a person
button-problem-not-arrived = It hasn't arrived
button-problem-late = It was late
button-problem-damaged = It is damaged
button-problem-incomplete = Something is missing
button-problem-wrong-item = Wrong item
