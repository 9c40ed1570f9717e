# What the bot says, in English.
#
# Written by the project's engineers (not by a copywriter). No native review was done.
#
# An id is the name of the bot's utterance with - for _. Variables are typed by bot/actions/replies.py:
#   dates ($eta, $order_date, ...) come as ISO dates, times as HH:MM, money ($refund) as amount and
#   currency, counts as numbers; the locale formats them. Codes ($reason, $status) select a branch.

## Small talk

utter-greet = Hello! I'm the assistant of Lumen & Oak. I can look up, change or cancel an order, take care of returns and exchanges, and answer questions about shipping, payment and our products. What can I do for you?
utter-goodbye = Goodbye, and have a lovely day!
utter-welcome = You're welcome! Is there anything else I can do for you?
utter-chitchat = I'm doing well, thank you. I'm best at orders, returns and questions about our shop: how can I help?
utter-bot-challenge = I'm a bot: an automated assistant of Lumen & Oak. If you would rather talk to a person, just say so.
utter-what-next = Good. What can I do for you?
utter-okay = All right. If you need anything else, just write.
utter-cancelled = All right, I've stopped. Nothing was changed. What else can I do for you?
utter-nothing-to-cancel = There is nothing running that I could stop. If you want to cancel an order, just say so.
utter-out-of-scope = I'm afraid I can't help with that. I can help with orders, returns and exchanges and answer questions about our shop, or put you through to a colleague.
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
        [1] : this is the last try before I call a colleague.
       *[other] .
    } What is your order number?
utter-too-many-tries = I don't get any further here, so let's have a person look at it.
utter-shop-unavailable = I can't reach our order system at the moment, sorry. Please try again in a few minutes, or I can put you through to a colleague.

## In every flow

utter-nothing-changed = All right, nothing was changed. If you need anything else, just write.
utter-ask-confirmation-again = Please tell me yes or no: shall I go ahead?
utter-ask-item = Which item is it: { $items }?
utter-ask-item-again = I'm not sure which item you mean. In this order there are: { $items }. Which one is it?
utter-offer-resume =
    Shall we go on { $flow ->
        [order_status] looking up your order
        [return] with your return
        [start_exchange] with your exchange
        [cancel_order] cancelling your order
        [change_address] changing the address of your order
        [refund_status] looking up your refund
        [report_problem] with the problem that you reported
        [request_invoice] with your invoice
        [reset_password] with your new password
       *[other] with what we were doing before
    }?

## Order status

utter-order-processing = Your order { $order_number } of { $order_date } is being prepared in our warehouse. It should arrive by { $eta }.
utter-order-shipped = Your order { $order_number } is on its way with { $carrier } (tracking number { $tracking_number }). It should arrive by { $eta }.
utter-order-delayed = I'm sorry: your order { $order_number } is delayed. We now expect it by { $eta }.
utter-order-overdue = I'm sorry: your order { $order_number } should have arrived by { $eta }. Just tell me that it hasn't arrived, and I open a claim so that we ask the carrier.
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
utter-return-created = Done! Your return { $return_number } for order { $order_number } is registered, and the label is on its way to your e-mail address. You get { $refund } back within 5 to 7 working days after the parcel has arrived.
utter-return-exists = There is already a return for order { $order_number }: its number is { $return_number }. The label is in your e-mail inbox.
utter-return-not-delivered =
    Order { $order_number } hasn't been delivered yet, so I can't start a return. As soon as it has arrived, you have { $days ->
        [one] { $days } day
       *[other] { $days } days
    } to send it back.
utter-return-cancelled-order = Order { $order_number } was cancelled, so there is nothing to send back.
utter-return-too-late =
    Order { $order_number } was delivered on { $delivered_on }. Our { $days ->
        [one] { $days } day
       *[other] { $days } days
    } for returns are over, so I can't start one. A colleague can look at it if you like.

## Starting an exchange

utter-ask-variant = Which colour or size would you like for { $item } instead? In stock: { $options }.
utter-ask-variant-again = I don't have that one. In stock for { $item }: { $options }. Which one would you like?
utter-ask-exchange-confirmation = Let me sum up: in order { $order_number } you want to exchange { $item } for { $wanted }. We reserve the new one for 14 days and send it as soon as the old one is on its way back. Shall I start the exchange?
utter-exchange-created = Done! Your exchange { $exchange_number } for order { $order_number } is registered: { $item } in { $wanted } is reserved for you, and the label for the old one is on its way to your e-mail address.
utter-exchange-exists = There is already an exchange for that item of order { $order_number }: its number is { $exchange_number }. The label is in your e-mail inbox.
utter-exchange-no-variant = I'm sorry, { $item } isn't in stock in any other colour or size, so I can't exchange it. You can return it for a refund, or talk to a colleague.
utter-exchange-not-delivered =
    Order { $order_number } hasn't been delivered yet, so I can't start an exchange. As soon as it has arrived, you have { $days ->
        [one] { $days } day
       *[other] { $days } days
    } to exchange an item.
utter-exchange-too-late =
    Order { $order_number } was delivered on { $delivered_on }. Our { $days ->
        [one] { $days } day
       *[other] { $days } days
    } for exchanges are over, so I can't start one. A colleague can look at it if you like.

## Cancelling an order

utter-ask-cancellation-confirmation =
    Let me sum up: you want to cancel order { $order_number } ({ $more_items ->
        [0] { $first_item }
        [one] { $first_item } and { $more_items } more item
       *[other] { $first_item } and { $more_items } more items
    }). You get { $refund } back. A cancelled order can't be brought back. Shall I cancel it?
utter-order-was-cancelled =
    Done! Order { $order_number } is cancelled. You get { $refund } back within { $days ->
        [one] { $days } working day
       *[other] { $days } working days
    }.
utter-cancellation-shipped = I'm sorry, order { $order_number } is already with the carrier, so I can't cancel it. You can refuse the parcel at the door or send it back within 30 days, and a colleague can help you with that.
utter-cancellation-delivered = Order { $order_number } has been delivered, so it can't be cancelled any more. You can send it back: just say so, and I start a return.

## Changing the address of an order

utter-ask-street = What is the new address? Please tell me street and house number, postcode and city.
utter-ask-street-again = I couldn't find a street in that. Please write it with the house number, for example Lindenweg 4, 50667 Köln.
utter-ask-postcode = And what is the postcode?
utter-ask-postcode-again = That doesn't look like a postcode. What is the postcode of the new address?
utter-ask-city = And which city is it?
utter-ask-city-again = I couldn't find a city in that. Which city is it?
utter-ask-address-confirmation = Let me sum up: order { $order_number } goes to { $street }, { $postcode } { $city }. The country stays as it is. Shall I change the address?
utter-address-changed = Done! Order { $order_number } will be sent to { $street }, { $postcode } { $city }.
utter-address-shipped = I'm sorry, order { $order_number } is already with the carrier, so I can't change its address. The carrier can, through the link in your tracking e-mail, or a colleague can look at it.

## Refund status

utter-refund-none = There is no refund for order { $order_number }: nothing was cancelled or sent back so far.
utter-refund-awaiting-parcel = Your refund of { $refund } for order { $order_number } waits for your parcel. We pay it 5 to 7 working days after it has arrived at our warehouse.
utter-refund-processing = Your refund of { $refund } for order { $order_number } is being processed. You should have it by { $due_on }.
utter-refund-paid = Your refund of { $refund } for order { $order_number } was paid on { $paid_on }, to the payment method of the order. Your bank may need 2 more working days to show it.

## Reporting a problem

utter-ask-problem-kind = I'm sorry to hear that. What is wrong? Pick one, or tell me in your own words.
utter-ask-problem-kind-again = I want to get this right: did it not arrive, was it late, damaged, incomplete, or the wrong item?
utter-ask-claim-confirmation =
    Let me sum up: you want to report order { $order_number } because { $kind ->
        [not_arrived] it hasn't arrived
        [late] it was late
        [damaged] it arrived damaged
        [incomplete] something is missing
        [wrong_item] you got the wrong item
       *[other] something is wrong with it
    }{ $item ->
        [none] {""}
       *[other] {" "}({ $item })
    }. Shall I open a claim?
utter-claim-opened =
    Done! Your claim { $claim_number } for order { $order_number } is open. { $kind ->
        [not_arrived] We ask the carrier for a proof of delivery
        [incomplete] We send what is missing free of charge
       *[other] Our team looks at it and offers you a solution
    } and you hear from us within { $days ->
        [one] { $days } working day
       *[other] { $days } working days
    }.{ $kind ->
        [damaged] {" "}Please keep the packaging, and send us photos by e-mail if you can.
       *[other] {""}
    }
utter-claim-exists = There is already a claim for that: { $claim_number } for order { $order_number }. Our team is on it.
utter-problem-not-due = Order { $order_number } isn't late yet: it should arrive by { $eta }. If it isn't there by then, tell me and I open a claim.
utter-problem-for-a-person = I can't open a claim for order { $order_number } by myself, so I bring in a colleague who can look at it.

## Invoices

utter-invoice-sent = Done! Invoice { $invoice_number } for order { $order_number } is on its way to the e-mail address of the order.
utter-invoice-not-shipped = The invoice for order { $order_number } is made when the order is shipped. You get it by e-mail then.
utter-invoice-cancelled = Order { $order_number } was cancelled before anything was charged, so there is no invoice for it.

## Passwords

utter-ask-account-email = Sure. Which e-mail address is your account for?
utter-reset-sent = If there is an account for this address, an e-mail with a link to a new password is on its way. The link is valid for one hour. Please look in the spam folder too.
utter-reset-limit = I can't send any more links in this conversation. Please look in your inbox and in the spam folder, or talk to a colleague.

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
button-report-problem = Report a problem
button-problem-not-arrived = It hasn't arrived
button-problem-late = It was late
button-problem-damaged = It is damaged
button-problem-incomplete = Something is missing
button-problem-wrong-item = Wrong item

# Codes of the shop that stand in other replies: the colour and the size of a thing. What is not listed here,
# such as 60 x 90 cm, is said as the shop writes it.
value-colour = { $colour }
value-size = { $size }

## On cards

card-order = Order { $order_number }
card-order-holds =
    { $items }
    { $total } · ordered on { $order_date }
