# What the bot says, in Arabic: modern standard Arabic, addressing the customer in the plural of respect.
# Who wrote and who reviewed these words: about.yml. What the variables hold: en/bot.ftl.

## Small talk

utter-greet = مرحبًا بكم! أنا المساعد الآلي لمتجر Lumen & Oak. يمكنني الاستعلام عن طلب أو تعديله أو إلغاؤه، والاهتمام بعمليات الإرجاع والاستبدال، والإجابة عن أسئلتكم حول الشحن والدفع ومنتجاتنا. كيف يمكنني مساعدتكم؟
utter-goodbye = إلى اللقاء، ونتمنى لكم يومًا سعيدًا!
utter-welcome = على الرحب والسعة! هل يمكنني مساعدتكم في شيء آخر؟
utter-chitchat = أنا بخير، شكرًا لسؤالكم. أفضل ما أجيده هو الطلبات والإرجاع والأسئلة عن متجرنا: كيف يمكنني مساعدتكم؟
utter-bot-challenge = أنا روبوت: المساعد الآلي لمتجر Lumen & Oak. إذا كنتم تفضّلون التحدّث إلى أحد موظفينا فأخبروني بذلك.
utter-what-next = حسنًا. كيف يمكنني مساعدتكم؟
utter-okay = حسنًا. إذا احتجتم إلى أي شيء آخر فاكتبوا لي.
utter-cancelled = حسنًا، توقفت هنا ولم يتغيّر شيء. هل يمكنني مساعدتكم في أمر آخر؟
utter-nothing-to-cancel = لا توجد عملية جارية يمكنني إيقافها. إذا أردتم إلغاء طلب فأخبروني بذلك.
utter-out-of-scope = عذرًا، لا يمكنني مساعدتكم في هذا الأمر. يمكنني مساعدتكم في الطلبات والإرجاع والاستبدال والإجابة عن أسئلتكم حول متجرنا، أو تحويلكم إلى أحد موظفينا.
utter-not-understood = عذرًا، لم أفهم قصدكم تمامًا. هل يمكنكم التعبير عنه بطريقة أخرى؟ إليكم ما يمكنني فعله، كما يمكنني تحويلكم إلى أحد موظفينا.

## Opening hours

utter-opening-hours =
    خدمة العملاء لدينا في خدمتكم من الاثنين إلى الجمعة من { $weekday_opens } إلى { $weekday_closes }، ويوم السبت من { $saturday_opens } إلى { $saturday_closes } ({ $timezone }). { $open_now ->
        [yes] نحن متاحون الآن.
       *[no] نحن خارج أوقات العمل الآن، لكنني هنا على مدار الساعة.
    }
utter-opening-hours-unavailable = عذرًا، لا يمكنني الاطلاع على أوقات العمل في الوقت الحالي. يُرجى المحاولة مرة أخرى بعد بضع دقائق.

## Finding an order

utter-ask-order-number = بكل سرور. ما رقم طلبكم؟ يكون بهذا الشكل: P-10482، وتجدونه في رسالة تأكيد الطلب.
utter-ask-order-number-again = لم أجد رقم طلب في رسالتكم. يبدأ الرقم بالحرف P تليه خمسة أرقام، مثل P-10482.
utter-ask-email = شكرًا لكم. وما عنوان البريد الإلكتروني الذي استخدمتموه في الطلب؟
utter-ask-email-again = لا يبدو هذا عنوان بريد إلكتروني. ما العنوان الذي استخدمتموه في الطلب؟ مثلًا: name@example.com.
utter-order-not-found =
    لم أجد طلبًا بهذا الرقم وعنوان البريد الإلكتروني هذا. يُرجى التحقق منهما والمحاولة مرة أخرى.{ $tries_left ->
        [1] {" "}هذه هي المحاولة الأخيرة قبل أن أستعين بأحد موظفينا.
       *[other] {""}
    } ما رقم طلبكم؟
utter-too-many-tries = لم أتمكن من المتابعة بهذه الطريقة، لذا سيتولى أحد موظفينا الأمر.
utter-shop-unavailable = عذرًا، لا يمكنني الوصول إلى نظام الطلبات في الوقت الحالي. يُرجى المحاولة مرة أخرى بعد بضع دقائق، أو يمكنني تحويلكم إلى أحد موظفينا.

## In every flow

utter-nothing-changed = حسنًا، لم يتغيّر شيء. إذا احتجتم إلى أي شيء آخر فاكتبوا لي.
utter-ask-confirmation-again = يُرجى الإجابة بنعم أو لا: هل أتابع؟
utter-ask-item = أي منتج تقصدون: { $items }؟
utter-ask-item-again = لست متأكدًا من المنتج الذي تقصدونه. يضم هذا الطلب: { $items }. أيّها تقصدون؟
utter-offer-resume =
    هل نتابع { $flow ->
        [order_status] الاستعلام عن طلبكم
        [return] عملية الإرجاع
        [start_exchange] عملية الاستبدال
        [cancel_order] إلغاء طلبكم
        [change_address] تغيير عنوان طلبكم
        [refund_status] الاستعلام عن المبلغ المسترد
        [report_problem] المشكلة التي أبلغتم عنها
        [request_invoice] طلب الفاتورة
        [reset_password] تعيين كلمة المرور الجديدة
       *[other] ما كنا بصدده
    }؟

## Order status

utter-order-processing = طلبكم { $order_number } بتاريخ { $order_date } قيد التجهيز في مستودعنا. من المتوقع وصوله في موعد أقصاه { $eta }.
utter-order-shipped = طلبكم { $order_number } في الطريق إليكم مع { $carrier } (رقم التتبع { $tracking_number }). من المتوقع وصوله في موعد أقصاه { $eta }.
utter-order-delayed = نعتذر إليكم: تأخّر طلبكم { $order_number }. نتوقع الآن وصوله في موعد أقصاه { $eta }.
utter-order-overdue = نعتذر إليكم: كان من المفترض أن يصل طلبكم { $order_number } في موعد أقصاه { $eta }. أخبروني بأنه لم يصل وسأفتح بلاغًا لنستفسر من شركة الشحن.
utter-order-delivered = تم تسليم طلبكم { $order_number } بتاريخ { $delivered_on }.
utter-order-cancelled = أُلغي طلبكم { $order_number } بتاريخ { $cancelled_on }. لن يُخصم منكم أي مبلغ، وإذا كان قد خُصم فستستردّون { $refund } خلال 5 إلى 7 أيام عمل.
utter-order-returned = أُرجع طلبكم { $order_number } (رقم الإرجاع { $return_number }). يستغرق ردّ مبلغ { $refund } من 5 إلى 7 أيام عمل بعد عودة الطرد إلينا.

## Starting a return

utter-ask-return-reason = ما سبب الإرجاع؟ اختاروا سببًا أو اذكروه بكلماتكم.
utter-ask-return-confirmation =
    لنلخّص: تريدون إرجاع الطلب { $order_number } ({ $more_items ->
        [0] { $first_item }
        [one] { $first_item } ومنتج آخر
        [two] { $first_item } ومنتجان آخران
        [few] { $first_item } و{ $more_items } منتجات أخرى
        [many] { $first_item } و{ $more_items } منتجًا آخر
       *[other] { $first_item } و{ $more_items } منتج آخر
    }). السبب: { $reason ->
        [damaged] وصل تالفًا
        [wrong_item] وصلكم منتج خاطئ
        [not_as_described] المنتج لا يطابق الوصف
        [changed_mind] غيّرتم رأيكم
       *[other] سبب آخر
    }. ستستردّون { $refund }. هل أبدأ عملية الإرجاع؟
utter-return-created = تم! سُجّلت عملية الإرجاع { $return_number } للطلب { $order_number }، وملصق الإرجاع في طريقه إلى بريدكم الإلكتروني. ستستردّون { $refund } خلال 5 إلى 7 أيام عمل بعد وصول الطرد.
utter-return-exists = توجد بالفعل عملية إرجاع للطلب { $order_number }، ورقمها { $return_number }. تجدون ملصق الإرجاع في بريدكم الإلكتروني.
utter-return-not-delivered =
    لم يُسلَّم الطلب { $order_number } بعد، لذا لا يمكنني بدء عملية الإرجاع. عند وصوله سيكون أمامكم { $days ->
        [zero] أقل من يوم
        [one] يوم واحد
        [two] يومان
        [few] { $days } أيام
        [many] { $days } يومًا
       *[other] { $days } يوم
    } لإرجاعه.
utter-return-cancelled-order = أُلغي الطلب { $order_number }، فلا يوجد ما يمكن إرجاعه.
utter-return-too-late =
    سُلّم الطلب { $order_number } بتاريخ { $delivered_on }. انتهت مهلة الإرجاع لدينا، وهي { $days ->
        [zero] أقل من يوم
        [one] يوم واحد
        [two] يومان
        [few] { $days } أيام
        [many] { $days } يومًا
       *[other] { $days } يوم
    }، لذا لا يمكنني بدء عملية الإرجاع. إذا رغبتم فيمكن لأحد موظفينا النظر في الأمر.

## Starting an exchange

utter-ask-variant = ما اللون أو المقاس الذي ترغبون فيه بدلًا من { $item }؟ المتوفر: { $options }.
utter-ask-variant-again = هذا الخيار غير متوفر لدينا. المتوفر من { $item }: { $options }. أيّها تفضّلون؟
utter-ask-exchange-confirmation = لنلخّص: تريدون في الطلب { $order_number } استبدال { $item } والحصول على { $wanted }. نحجز لكم المنتج الجديد مدة 14 يومًا ونرسله فور إعادة شحن المنتج السابق إلينا. هل أبدأ عملية الاستبدال؟
utter-exchange-created = تم! سُجّلت عملية الاستبدال { $exchange_number } للطلب { $order_number }: حُجز لكم { $item } بالخيار { $wanted }، وملصق إرجاع المنتج السابق في طريقه إلى بريدكم الإلكتروني.
utter-exchange-exists = توجد بالفعل عملية استبدال لهذا المنتج من الطلب { $order_number }، ورقمها { $exchange_number }. تجدون ملصق الإرجاع في بريدكم الإلكتروني.
utter-exchange-no-variant = عذرًا، لا يتوفر { $item } بلون أو مقاس آخر، لذا لا يمكنني استبداله. يمكنكم إرجاعه واسترداد المبلغ، أو التحدّث إلى أحد موظفينا.
utter-exchange-not-delivered =
    لم يُسلَّم الطلب { $order_number } بعد، لذا لا يمكنني بدء عملية الاستبدال. عند وصوله سيكون أمامكم { $days ->
        [zero] أقل من يوم
        [one] يوم واحد
        [two] يومان
        [few] { $days } أيام
        [many] { $days } يومًا
       *[other] { $days } يوم
    } لاستبدال أي منتج.
utter-exchange-too-late =
    سُلّم الطلب { $order_number } بتاريخ { $delivered_on }. انتهت مهلة الاستبدال لدينا، وهي { $days ->
        [zero] أقل من يوم
        [one] يوم واحد
        [two] يومان
        [few] { $days } أيام
        [many] { $days } يومًا
       *[other] { $days } يوم
    }، لذا لا يمكنني بدء عملية الاستبدال. إذا رغبتم فيمكن لأحد موظفينا النظر في الأمر.

## Cancelling an order

utter-ask-cancellation-confirmation =
    لنلخّص: تريدون إلغاء الطلب { $order_number } ({ $more_items ->
        [0] { $first_item }
        [one] { $first_item } ومنتج آخر
        [two] { $first_item } ومنتجان آخران
        [few] { $first_item } و{ $more_items } منتجات أخرى
        [many] { $first_item } و{ $more_items } منتجًا آخر
       *[other] { $first_item } و{ $more_items } منتج آخر
    }). ستستردّون { $refund }. لا يمكن التراجع عن إلغاء الطلب. هل ألغيه؟
utter-order-was-cancelled =
    تم! أُلغي الطلب { $order_number }. ستستردّون { $refund } خلال { $days ->
        [zero] أقل من يوم عمل
        [one] يوم عمل واحد
        [two] يومي عمل
        [few] { $days } أيام عمل
        [many] { $days } يوم عمل
       *[other] { $days } يوم عمل
    }.
utter-cancellation-shipped = عذرًا، الطلب { $order_number } لدى شركة الشحن بالفعل، لذا لا يمكنني إلغاؤه. يمكنكم رفض استلام الطرد أو إرجاعه خلال 30 يومًا، ويسعد موظفينا أن يساعدوكم في ذلك.
utter-cancellation-delivered = سُلّم الطلب { $order_number }، فلم يعد من الممكن إلغاؤه. يمكنكم إرجاعه: أخبروني بذلك وسأبدأ عملية الإرجاع.

## Changing the address of an order

utter-ask-street = ما العنوان الجديد؟ يُرجى ذكر الشارع ورقم المنزل والرمز البريدي والمدينة.
utter-ask-street-again = لم أجد اسم شارع في رسالتكم. يُرجى كتابته مع رقم المنزل، مثلًا: Lindenweg 4, 50667 Köln.
utter-ask-postcode = وما الرمز البريدي؟
utter-ask-postcode-again = لا يبدو هذا رمزًا بريديًا. ما الرمز البريدي للعنوان الجديد؟
utter-ask-city = وفي أي مدينة؟
utter-ask-city-again = لم أجد اسم مدينة في رسالتكم. ما المدينة؟
utter-ask-address-confirmation = لنلخّص: يُرسل الطلب { $order_number } إلى { $street }، { $postcode } { $city }. يبقى البلد كما هو. هل أغيّر العنوان؟
utter-address-changed = تم! سيُرسل الطلب { $order_number } إلى { $street }، { $postcode } { $city }.
utter-address-shipped = عذرًا، الطلب { $order_number } لدى شركة الشحن بالفعل، لذا لا يمكنني تغيير عنوانه. يمكن لشركة الشحن تغييره عبر الرابط في رسالة التتبع، أو يمكن لأحد موظفينا النظر في الأمر.

## Refund status

utter-refund-none = لا يوجد مبلغ مسترد للطلب { $order_number }: لم يُلغَ أو يُرجَع شيء حتى الآن.
utter-refund-awaiting-parcel = ردّ مبلغ { $refund } عن الطلب { $order_number } في انتظار وصول طردكم. ندفعه بعد 5 إلى 7 أيام عمل من وصوله إلى مستودعنا.
utter-refund-processing = يجري الآن ردّ مبلغ { $refund } عن الطلب { $order_number }. من المتوقع أن يصلكم في موعد أقصاه { $due_on }.
utter-refund-paid = رُدّ مبلغ { $refund } عن الطلب { $order_number } بتاريخ { $paid_on } إلى وسيلة الدفع المستخدمة في الطلب. قد يحتاج مصرفكم إلى يومي عمل إضافيين ليظهر المبلغ لديكم.

## Reporting a problem

utter-ask-problem-kind = يؤسفنا ذلك. ما المشكلة؟ اختاروا إجابة أو اشرحوها بكلماتكم.
utter-ask-problem-kind-again = أريد أن أفهم المشكلة جيدًا: هل لم يصل الطلب، أم وصل متأخرًا أو تالفًا أو ناقصًا، أم أنه منتج خاطئ؟
utter-ask-claim-confirmation =
    لنلخّص: تريدون الإبلاغ عن مشكلة في الطلب { $order_number }{ $item ->
        [none] {""}
       *[other] {" "}({ $item })
    }. السبب: { $kind ->
        [not_arrived] لم يصل
        [late] وصل متأخرًا
        [damaged] وصل تالفًا
        [incomplete] ينقصه شيء
        [wrong_item] وصلكم منتج خاطئ
       *[other] فيه مشكلة أخرى
    }. هل أفتح بلاغًا؟
utter-claim-opened =
    تم! فُتح البلاغ { $claim_number } للطلب { $order_number }. { $kind ->
        [not_arrived] سنطلب من شركة الشحن إثباتًا للتسليم
        [incomplete] سنرسل إليكم ما ينقص مجانًا
       *[other] سيدرس موظفونا الأمر ويقترحون عليكم حلًّا
    }، وسنتواصل معكم خلال { $days ->
        [zero] أقل من يوم عمل
        [one] يوم عمل واحد
        [two] يومي عمل
        [few] { $days } أيام عمل
        [many] { $days } يوم عمل
       *[other] { $days } يوم عمل
    }.{ $kind ->
        [damaged] {" "}يُرجى الاحتفاظ بمواد التغليف وإرسال صور إلينا بالبريد الإلكتروني إن أمكن.
       *[other] {""}
    }
utter-claim-exists = يوجد بالفعل بلاغ بهذا الشأن: { $claim_number } للطلب { $order_number }. يعمل موظفونا عليه.
utter-problem-not-due = لم يتأخر الطلب { $order_number } بعد: من المتوقع وصوله في موعد أقصاه { $eta }. إذا لم يصل حتى ذلك الحين فأخبروني وسأفتح بلاغًا.
utter-problem-for-a-person = لا يمكنني فتح بلاغ للطلب { $order_number } بنفسي، لذا سأستعين بأحد موظفينا للنظر في الأمر.

## Invoices

utter-invoice-sent = تم! الفاتورة { $invoice_number } للطلب { $order_number } في طريقها إلى عنوان البريد الإلكتروني المسجّل في الطلب.
utter-invoice-not-shipped = تصدر فاتورة الطلب { $order_number } عند شحنه، وستصلكم حينها بالبريد الإلكتروني.
utter-invoice-cancelled = أُلغي الطلب { $order_number } قبل خصم أي مبلغ، لذا لا توجد له فاتورة.

## Passwords

utter-ask-account-email = بكل سرور. ما عنوان البريد الإلكتروني لحسابكم؟
utter-reset-sent = إذا كان هناك حساب بهذا العنوان، فستصلكم رسالة تتضمن رابطًا لتعيين كلمة مرور جديدة. الرابط صالح لمدة ساعة واحدة. يُرجى التحقق أيضًا من مجلد الرسائل غير المرغوب فيها.
utter-reset-limit = لا يمكنني إرسال المزيد من الروابط في هذه المحادثة. يُرجى البحث في بريدكم الوارد وفي مجلد الرسائل غير المرغوب فيها، أو التحدّث إلى أحد موظفينا.

## Buttons

button-order-status = أين طلبي؟
button-start-return = إرجاع منتج
button-talk-to-human = التحدّث إلى موظف
button-cancel = إلغاء
button-yes = نعم
button-no = لا
button-reason-damaged = وصل تالفًا
button-reason-wrong-item = منتج خاطئ
button-reason-not-as-described = لا يطابق الوصف
button-reason-changed-mind = غيّرت رأيي
button-reason-other = سبب آخر

## What was meant?

utter-did-you-mean = لست متأكدًا من أنني فهمت قصدكم. هل تقصدون أحد هذه الخيارات؟
button-none-of-these = لا شيء مما سبق
choice-order-status = أين طلبي؟
choice-start-return = إرجاع منتج
choice-start-exchange = استبدال منتج
choice-cancel-order = إلغاء طلب
choice-change-address = تغيير عنوان التسليم
choice-refund-status = أين المبلغ المسترد؟
choice-report-problem = هناك مشكلة في التوصيل
choice-request-invoice = الحصول على فاتورة
choice-reset-password = إعادة تعيين كلمة المرور
choice-opening-hours = أوقات العمل
choice-ask-shipping = كيف يتم الشحن
choice-ask-delivery-problem = ماذا أفعل عند حدوث مشكلة في التوصيل
choice-ask-returns = كيف يتم الإرجاع
choice-ask-exchange = كيف يتم الاستبدال
choice-ask-refunds = كيف يتم ردّ المبالغ
choice-ask-payment = طرق الدفع
choice-ask-discount = الخصومات والرموز الترويجية
choice-ask-gift-card = بطاقات الهدايا
choice-ask-invoice = أسئلة عن الفواتير
choice-ask-account = حسابي
choice-ask-privacy = بياناتي الشخصية
choice-ask-warranty = الضمان والإصلاح
choice-ask-product = سؤال عن منتج
choice-ask-order-change = تعديل طلب
choice-ask-company = عن المتجر
choice-talk-to-human = التحدّث إلى موظف
button-report-problem = الإبلاغ عن مشكلة
button-problem-not-arrived = لم يصل الطلب
button-problem-late = وصل متأخرًا
button-problem-damaged = وصل تالفًا
button-problem-incomplete = ينقصه شيء
button-problem-wrong-item = منتج خاطئ

value-colour = { $colour ->
    [black] أسود
    [white] أبيض
    [blue] أزرق
    [red] أحمر
    [green] أخضر
    [grey] رمادي
    [yellow] أصفر
    [pink] وردي
    [sand] رملي
    [brass] نحاسي
    [natural] طبيعي
    [brown] بني
    [orange] برتقالي
    [purple] بنفسجي
   *[other] { $colour }
}
value-size = { $size ->
    [small] صغير
    [medium] وسط
    [large] كبير
   *[other] { $size }
}

## On cards

card-order = الطلب { $order_number }
card-order-holds =
    { $items }
    { $total } · بتاريخ { $order_date }
