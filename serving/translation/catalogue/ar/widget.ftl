# What the website widget says, in Arabic, addressing the customer in the plural of respect. See about.yml.

widget-title = خدمة العملاء
widget-greeting = مرحبًا بكم! يمكنكم السؤال عن طلب أو توصيل أو إرجاع أو أي شيء في صفحات المساعدة.
widget-open = فتح المحادثة
widget-close = إغلاق المحادثة
widget-language = اللغة
widget-conversation = المحادثة
widget-bot-name = المساعد
widget-bot-badge = روبوت
widget-human-badge = موظف
widget-you = أنتم
widget-team = خدمة العملاء
widget-status-bot = مساعدنا يجيب على الفور
widget-status-open = في انتظار موظفينا
widget-status-assigned = تتحدثون مع { $name }
widget-status-resolved = هذه المحادثة مغلقة
widget-placeholder = اكتبوا رسالة…
widget-message-label = رسالتكم
widget-send = إرسال
widget-talk-to-human = التحدّث إلى موظف
widget-talk-to-human-message = أريد التحدّث إلى موظف.
widget-typing = { $name } يكتب الآن
widget-sending = جارٍ الإرسال
widget-queued = في انتظار الاتصال
widget-sent = أُرسلت
widget-failed = لم تُرسل
widget-retry = إعادة المحاولة
widget-discard = حذف
widget-too-long = هذه الرسالة طويلة جدًا. يُرجى اختصارها.
widget-sources = المصادر
widget-open-source = فتح المقالة
widget-page = صفحة { $page }
widget-new-messages = رسائل جديدة
widget-unread =
    { $count ->
        [zero] لا رسائل غير مقروءة
        [one] رسالة غير مقروءة
        [two] رسالتان غير مقروءتين
        [few] { $count } رسائل غير مقروءة
        [many] { $count } رسالة غير مقروءة
       *[other] { $count } رسالة غير مقروءة
    }
widget-today = اليوم
widget-yesterday = أمس
widget-offline = أنتم غير متصلين بالإنترنت. يُحفظ ما تكتبونه ويُرسل عند عودة الاتصال.
widget-reconnecting = انقطع الاتصال. تجري إعادة المحاولة…
widget-degraded = لدينا مشكلة تقنية. رسائلكم محفوظة وسنجيب عنها.
widget-unavailable = لا يمكن الوصول إلى المحادثة الآن. تجري إعادة المحاولة…
widget-wrong-inbox = هذه المحادثة غير معدّة بشكل صحيح. يُرجى إبلاغ صاحب هذه الصفحة.
widget-session-expired = انتهت صلاحية جلستكم السابقة. هذه محادثة جديدة.
widget-notice-open = أنتم الآن في قائمة انتظار موظفينا
widget-notice-joined = انضم { $name } إلى المحادثة
widget-notice-handback = عاد مساعدنا إلى المحادثة
widget-notice-resolved = أُغلقت المحادثة. يمكنكم الكتابة إلينا في أي وقت.
widget-sign-in-first = يُرجى تسجيل الدخول في هذه الصفحة لمراسلتنا.
widget-rating-title = كيف تقيّمون خدمتنا؟
widget-rating-1 = سيئة جدًا
widget-rating-2 = سيئة
widget-rating-3 = مقبولة
widget-rating-4 = جيدة
widget-rating-5 = جيدة جدًا
widget-rating-thanks = شكرًا لتقييمكم.
widget-rating-remark = هل تودّون إضافة شيء؟
widget-rating-send = إرسال
widget-rating-failed = تعذّر إرسال تقييمكم.
widget-prechat-title = قبل أن نبدأ
widget-prechat-name = اسمكم
widget-prechat-email = عنوان بريدكم الإلكتروني
widget-prechat-phone = رقم هاتفكم
widget-prechat-optional = { $question } (اختياري)
widget-prechat-start = بدء المحادثة
widget-prechat-failed = تعذّر الإرسال. يُرجى المحاولة مرة أخرى.
widget-prechat-refused = يُرجى التحقق مما كتبتموه.
widget-attach = إرفاق ملفات
widget-attached = الملفات المرفقة
widget-remove-file = إزالة { $name }
widget-file-too-large = الحجم كبير: الحد الأقصى { $size }
widget-file-too-many = العدد كبير: الحد الأقصى { $count } من الملفات
widget-file-type = لا يمكن إرسال هذا النوع من الملفات
widget-file-failed = لم يُرسل. يُرجى إزالته والمحاولة مرة أخرى.
widget-save = حفظ المحادثة
widget-cards =
    { $count ->
        [zero] لا بطاقات
        [one] بطاقة واحدة
        [two] بطاقتان
        [few] { $count } بطاقات
        [many] { $count } بطاقة
       *[other] { $count } بطاقة
    }
