# What the console says to operators, in Arabic. See about.yml.

## The console as a whole

console-app = Parley
console-inbox = صندوق الوارد
console-language-of-console = لغة لوحة التحكم
console-account-of = حسابكم، { $name }

## Signing in

console-sign-in-title = تسجيل الدخول إلى Parley
console-sign-in-lead = لقراءة المحادثات، ومعرفة سبب إجابات المساعد، وتولّي المحادثات.
console-email = البريد الإلكتروني
console-password = كلمة المرور
console-sign-in = تسجيل الدخول
console-signing-in = جارٍ تسجيل الدخول…
console-sign-in-wrong = البريد الإلكتروني أو كلمة المرور غير صحيحة.
console-sign-in-throttled =
    محاولات كثيرة جدًا. يُرجى الانتظار { $seconds ->
        [zero] لحظة
        [one] ثانية واحدة
        [two] ثانيتين
        [few] { $seconds } ثوانٍ
        [many] { $seconds } ثانية
       *[other] { $seconds } ثانية
    } ثم إعادة المحاولة.
console-sign-out = تسجيل الخروج

## The inbox

console-search = البحث في الأسماء والرسائل
console-filters = حالة المحادثات
console-filter-all = الكل
console-filter-open = المفتوحة
console-filter-bot = الروبوت
console-filter-resolved = المحلولة
console-status-bot = لدى الروبوت
console-status-open = مفتوحة
console-status-snoozed = مؤجّلة
console-status-resolved = محلولة
console-waiting = تنتظر منذ { $time }
console-unread = غير مقروءة
console-visitor = زائر { $id }
console-no-text = لا رسائل بعد
console-list-loading = جارٍ تحميل المحادثات…
console-list-error = تعذّر تحميل المحادثات.
console-list-empty = لا محادثات بعد
console-list-empty-hint = تظهر هنا فور أن يكتب عميل في نافذة الدردشة.
console-list-none = لا نتائج
console-list-none-hint = يُرجى اختيار حالة أخرى أو البحث عن شيء آخر.
console-more = تحميل المزيد
console-try-again = إعادة المحاولة

## The transcript

console-back-to-list = العودة إلى صندوق الوارد
console-transcript = نص المحادثة
console-choose = اختيار محادثة
console-choose-hint = استخدموا المفتاحين j وk للتنقل في صندوق الوارد، وEnter للفتح، و«?» لعرض جميع الاختصارات.
console-transcript-loading = جارٍ تحميل نص المحادثة…
console-transcript-error = تعذّر تحميل نص المحادثة.
console-transcript-missing = لا توجد محادثة كهذه.
console-bot = المساعد
console-bot-badge = روبوت
console-customer = العميل
console-team = فريق الدعم
console-you = أنتم
console-note = ملاحظة خاصة
console-why = سبب هذه الإجابة
console-sources = المصادر
console-typing-bot = المساعد يكتب الآن
console-sending = جارٍ الإرسال…
console-not-sent = لم تُرسل: { $reason }
console-discard = حذف
console-jump = رسائل جديدة

## What an operator does

console-take-over = تولّي المحادثة
console-hand-back = إعادة إلى الروبوت
console-resolve = وضع علامة محلولة
console-reopen = إعادة الفتح
console-details = التفاصيل
console-held-by-you = أنتم تتولّون هذه المحادثة
console-held-by = يتولّى { $name } هذه المحادثة
console-with-bot = الروبوت يجيب
console-waits = تنتظر أحد الموظفين
console-tab-reply = رد
console-tab-note = ملاحظة خاصة
console-write-reply = اكتبوا إلى العميل. Enter للإرسال وShift+Enter لسطر جديد.
console-write-takes-over = اكتبوا إلى العميل. بالإرسال تتولّون المحادثة.
console-write-held = يتولّى { $name } هذه المحادثة. يمكنكم ترك ملاحظة خاصة.
console-write-note = لا يراها سوى فريقكم.
console-send = إرسال
console-add-note = إضافة الملاحظة
console-draft-reply = اقتراح رد
console-drafting = جارٍ البحث في المستندات…
console-draft-failed = لا يوجد اقتراح: { $reason }
console-draft-quoted = جمل من مستنداتكم. يُرجى قراءتها قبل الإرسال:
console-draft-written = كتبه النموذج وجرى التحقق منه في مستنداتكم. يُرجى قراءته قبل الإرسال:
console-draft-earlier = عن السؤال السابق: «{ $question }»
console-draft-nothing = لا تجيب المستندات عن هذا. الأقرب إليه:

## The details of a conversation

console-close-details = إغلاق التفاصيل
console-contact = جهة الاتصال
console-name = الاسم
console-verified = موثّق
console-not-verified = غير موثّق
console-unknown = غير معروف
console-conversation = المحادثة
console-status = الحالة
console-assignee = يتولّاها
console-nobody = لا أحد
console-channel = القناة
console-language = اللغة
console-identifier = الرقم
console-copy-link = نسخ الرابط
console-copied = تم النسخ

## Why this answer

console-trace = سبب هذه الإجابة
console-trace-hint = اختاروا «سبب هذه الإجابة» أسفل رسالة من الروبوت: تظهر هنا النيّة والمصادر والقرارات والأوقات.
console-trace-loading = جارٍ تحميل التفسير…
console-outcome = النتيجة
console-outcome-answered = أُجيب عنها
console-outcome-held = تنحّى الروبوت: أحد الموظفين يتولّى المحادثة
console-outcome-dropped = أُهملت: وصل ما هو أحدث قبلها
console-outcome-handed-off = حُوّلت إلى موظف
console-outcome-failed = فشلت
console-route = المسار
console-route-script = مسار معدّ مسبقًا
console-route-knowledge = إجابة من المستندات
console-route-handoff = تحويل إلى موظف
console-intent = النيّة
console-intent-none = لم يتم التعرّف على أي نيّة.
console-policy = السياسة
console-reason = السبب
console-entities = الموجود في الرسالة
console-slots = المحفوظ في الذاكرة
console-actions = الإجراءات
console-passages = المقاطع
console-expected-questions = الأسئلة المتوقعة
console-score = الدرجة { $value }
console-cosine = المعنى { $value }
console-text-rank = ترتيب الكلمات { $value }
console-found-by-expected = عُثر عليه من خلال السؤال المتوقع «{ $question }»
console-decisions = القرارات
console-timings = الأوقات
console-timing-queue = الانتظار
console-timing-translate = الترجمة
console-timing-dialogue = الحوار
console-timing-retrieve = البحث
console-timing-generate = الصياغة
console-timing-other = الباقي
console-timing-total = المجموع
console-first-token = أول رمز بعد { $time }
console-step = الخطوة
console-duration = المدة
console-model = النموذج
console-tokens = الرموز المقروءة: { $prompt }، المكتوبة: { $completion }
console-degraded =
    أُجيب عنها من دون { $part ->
        [model] نموذج اللغة
        [answers] المستندات
       *[other] { $part }
    }: لم يكن متاحًا حينها
console-raw = السجل الكامل

## What happened to a conversation

console-sys-status-open = حُوّلت إلى الفريق
console-sys-status-bot = عادت إلى الروبوت
console-sys-status-resolved = محلولة
console-sys-status-snoozed = مؤجّلة
console-sys-by = { $what }، بواسطة { $name }
console-sys-assigned = تولّى { $name } المحادثة
console-sys-unassigned = لم يعد أحد يتولّاها
console-sys-handback = أُعيدت إلى الروبوت: تبدأ ذاكرته من هنا
console-sys-locale = اللغة: { $locale }
console-sys-delivery = تعذّر التسليم

## The connection

console-live-connecting = جارٍ الاتصال…
console-live-on = مباشر
console-live-lost = انقطع الاتصال. قد لا يكون ما ترونه محدّثًا. تجري إعادة المحاولة…
console-platform-degraded = Redis لا يستجيب: لم يُفقد شيء مما حُفظ، لكن التحديثات المباشرة والإجابات متوقفة مؤقتًا.
console-expired = تم تسجيل خروجكم. يُرجى تسجيل الدخول مرة أخرى.
console-failed = لم تنجح العملية: { $reason }
console-unreachable = لا يمكن الوصول إلى المنصة

## Keyboard

console-shortcuts = اختصارات لوحة المفاتيح
console-shortcuts-on = استخدام اختصارات الحرف الواحد
console-close = إغلاق
console-key-next = المحادثة التالية
console-key-previous = المحادثة السابقة
console-key-open = فتح المحادثة
console-key-search = بحث
console-key-take-over = تولّي المحادثة
console-key-reply = كتابة رد
console-key-note = كتابة ملاحظة خاصة
console-key-hand-back = إعادة إلى الروبوت
console-key-resolve = وضع علامة محلولة أو إعادة الفتح
console-key-details = إظهار التفاصيل أو إخفاؤها
console-key-help = هذه القائمة
console-key-escape = مغادرة الحقل وإغلاق ما هو مفتوح
console-key-inbox = الانتقال إلى صندوق الوارد
console-key-knowledge = الانتقال إلى المعرفة

## Knowledge

console-views = أقسام لوحة التحكم
console-knowledge = المعرفة
console-sources-of-knowledge = المصادر
console-knowledge-loading = جارٍ تحميل المصادر…
console-knowledge-error = تعذّر تحميل المصادر.
console-knowledge-empty = لا مستندات بعد
console-knowledge-empty-hint = لا يقول المساعد إلا ما في مستنداتكم. ابدؤوا بإضافة أول مستند.
console-add = إضافة
console-add-documents = إضافة مستندات
console-drop-here = إفلات الملفات هنا
console-choose-files = اختيار ملفات
console-formats = { $formats }؛ حتى { $most } ميغابايت لكل ملف. CSV: عمود «question» وعمود «answer».
console-uploads = ملفات قيد الرفع
console-uploading = جارٍ رفع { $name }
console-dismiss = تجاهل { $name }
console-address = عنوان صفحة أو خريطة موقع أو قائمة صفحات
console-shown-in = يظهر في
console-every-inbox = كل صناديق الوارد
console-some-inboxes = هذه فقط
console-shown-in-some = بعض صناديق الوارد
console-shown-in-none = لا صندوق وارد
console-try-question = تجربة سؤال
console-try-question-hint = لمعرفة المقاطع التي قد يجدها المساعد ومدى ملاءمتها.
console-ask-knowledge = سؤال
console-ask-knowledge-example = كم يستغرق الشحن؟
console-ask-in-inbox = كما لو سُئل في
console-find = بحث
console-finding = جارٍ البحث…
console-found-nothing = لا يذكر أي مستند شيئًا عن ذلك. سيقول المساعد ذلك ويعرض التحويل إلى موظف.
console-found-for = نتائج «{ $question }»، الأفضل أولًا
console-page = صفحة { $page }
console-counts = المستندات: { $documents } · المقاطع: { $passages }
console-source-new = لم يُقرأ بعد
console-source-queued = في الانتظار
console-source-running = قيد القراءة
console-source-done = جاهز
console-source-failed = فشل
console-source-unreadable = تعذّرت قراءته
console-source-interrupted = توقّف
console-source-interrupted-hint = توقّفت القراءة. ما قُرئ محفوظ؛ أعيدوا القراءة للمتابعة.
console-source-missing = لم يعد هذا المصدر موجودًا.
console-reading-of = قُرئ { $done } من { $total }
console-documents-failed =
    { $count ->
        [zero] لا أخطاء
        [one] خطأ واحد
        [two] خطآن
        [few] { $count } أخطاء
        [many] { $count } خطأً
       *[other] { $count } خطأ
    }
console-back-to-sources = العودة إلى المصادر
console-ingest-again = إعادة القراءة
console-remove = إزالة
console-remove-source = هل تريدون إزالة هذا المصدر؟
console-remove-hint =
    { $documents ->
        [zero] يُسحب «{ $id }» فورًا، ولن يقتبس منه المساعد بعد ذلك.
        [one] يُسحب «{ $id }» ومستنده الوحيد فورًا، ولن يقتبس منهما المساعد بعد ذلك.
        [two] يُسحب «{ $id }» ومستنداه فورًا، ولن يقتبس منها المساعد بعد ذلك.
        [few] يُسحب «{ $id }» ومستنداته (وعددها { $documents }) فورًا، ولن يقتبس منها المساعد بعد ذلك.
        [many] يُسحب «{ $id }» ومستنداته (وعددها { $documents }) فورًا، ولن يقتبس منها المساعد بعد ذلك.
       *[other] يُسحب «{ $id }» ومستنداته (وعددها { $documents }) فورًا، ولن يقتبس منها المساعد بعد ذلك.
    }
console-keep = الاحتفاظ به
console-documents = المستندات
console-languages = اللغات
console-last-ingested = آخر قراءة
console-last-time = ما تغيّر حينها
console-nothing-yet = لا شيء بعد
console-never = أبدًا
console-just-now = الآن
console-report-added = أُضيف: { $count }
console-report-replaced = تغيّر: { $count }
console-report-unchanged = بلا تغيير: { $count }
console-report-withdrawn = سُحب: { $count }
console-report-failed = فشل: { $count }
console-filter-documents = تصفية المستندات
console-documents-loading = جارٍ تحميل المستندات…
console-documents-error = تعذّر تحميل المستندات.
console-documents-none = لم تُمكن قراءة أي مستند بعد.
console-passages-count =
    { $count ->
        [zero] لا مقاطع
        [one] مقطع واحد
        [two] مقطعان
        [few] { $count } مقاطع
        [many] { $count } مقطعًا
       *[other] { $count } مقطع
    }
console-old-version = النسخة القديمة قيد الاستخدام

## Times

console-today = اليوم
console-yesterday = أمس
console-now = الآن

## Translation

console-translations = الترجمات
console-translation-into = الترجمة إلى
console-translation-status = حالة المقاطع
console-translation-search = البحث في المقاطع
console-translation-memory = ذاكرة الترجمة
console-translation-approve = اعتماد
console-translation-of = ترجمة: { $text }
console-translation-effect = قبل: { $before } الآن: { $after }
console-translation-import = استيراد
console-translation-export = تصدير { $format }
console-translation-try = تجربة ترجمة
console-translation-try-hint = شاهدوا ما سيقرؤه العميل ومن أين جاء.
console-translation-try-it = ترجمة
console-translation-term = كلمة
console-translation-term-ours = ترجمتنا (فارغة: لا تُترجم أبدًا)
console-translation-add-term = إضافة
console-translation-glossary = المسرد
console-translation-glossary-hint = كلمات تُترجم دائمًا بطريقتكم أو لا تُترجم أبدًا.
console-translation-never = لا تُترجم أبدًا
console-translation-engines = المحركات
console-translation-no-engine = لا يوجد محرك: النصوص التي لا توجد في الفهرس ولا في الذاكرة تبقى كما هي.
console-translation-preview = ما سيقرؤه العميل
console-translation-failed = تعذّرت الترجمة.
console-translated-from = مُترجم من اللغة: { $language }
console-translated-unsure = مُترجم من اللغة: { $language }، غير مؤكد
console-show-original = النص الأصلي، اللغة: { $language }
console-send-anyway = إرسال رغم ذلك
console-translation-human = بواسطة شخص
console-translation-from-memory = من الذاكرة
console-translation-machine = آلية
console-translation-machine-unsure = آلية، غير مؤكدة
console-translation-untranslated = غير مُترجم

## Inboxes

console-inboxes = صناديق الوارد
console-new-inbox = صندوق وارد جديد
console-inbox-id = المعرّف في العناوين
console-make-inbox = ربط
console-more-settings = إعدادات أخرى
console-secret-kept = يُترك فارغًا للإبقاء على القيمة المحفوظة
console-save = حفظ
console-check-inbox = فحص
console-remove-inbox = إزالة صندوق الوارد
console-remove-inbox-hint = هل تريدون إزالة { $name }؟ لن يصل أو يُرسل أي شيء بعد ذلك وستُحذف بياناته السرية. وتبقى المحادثات متاحة للقراءة.
console-inbox-checking = جارٍ سؤال المزوّد …
console-shown-once = يُرجى النسخ الآن: لن يُعرض هذا مرة أخرى
console-findings = نتيجة الفحص
console-next-steps = ما تبقّى من خطوات
console-api-keys = مفاتيح واجهة البرمجة
console-key-name = من يستخدم المفتاح
console-make-key = إنشاء مفتاح
console-revoke-key = إلغاء

## Files and cards of a message

console-attach = إرفاق ملفات
console-attached = الملفات المرفقة
console-remove-file = إزالة { $name }
console-file-too-large = الحجم كبير: الحد الأقصى { $size }
console-file-too-many = العدد كبير: الحد الأقصى { $count } من الملفات
console-file-type = لا يمكن إرسال هذا النوع من الملفات
console-file-failed = لم يُرسل. يُرجى إزالته والمحاولة مرة أخرى.
console-cards =
    { $count ->
        [zero] لا بطاقات
        [one] بطاقة واحدة
        [two] بطاقتان
        [few] { $count } بطاقات
        [many] { $count } بطاقة
       *[other] { $count } بطاقة
    }

## What the bot leaves for the team, in the reader's language

console-note-handoff =
    حوّل الروبوت هذه المحادثة: { $reason ->
        [requested] طلب العميل التحدّث إلى موظف
        [asked_twice] كرّر العميل السؤال نفسه
        [not_understood] لم يفهم الروبوت عدة مرات
        [anger] العميل غاضب
        [complaint] لدى العميل شكوى
        [legal] مسألة قانونية
        [safety] قد يكون هناك خطر على شخص أو شيء
        [delivery_problem] مشكلة في التوصيل ينبغي أن ينظر فيها موظف
        [too_many_tries] لم يصل ما طلبه الروبوت بعد عدة محاولات
        [dialogue_failed] تعطّل مدير الحوار
        [turn_failed] فشل الرد عدة مرات
        [answer_refused] ما كتبه النموذج غير موجود في المستندات
       *[other] { $reason }
    }.
console-note-summary = كتبه النموذج: { $summary }
console-note-customer-said = آخر رسائل العميل:
console-note-bot-tried = ما حاوله الروبوت: { $tried }
console-note-bot-knows = المعروف حتى الآن: { $known }
