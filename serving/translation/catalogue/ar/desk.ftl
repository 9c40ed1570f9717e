# What the console says in its pages, its filter and its reviews.

## Pages

console-reviews = المراجعات
console-analytics = التحليلات
console-audit = سجل التدقيق
console-account = حسابك
console-page-loading = جارٍ التحميل…
console-key-reviews = الانتقال إلى المراجعات
console-key-analytics = الانتقال إلى التحليلات
console-key-filter = تصفية صندوق الوارد
console-key-more = إسناد أو تأجيل أو طباعة

## The filter

console-filter = تصفية
console-filter-snoozed = مؤجلة
console-clear-filter = مسح
console-any = الكل
console-filter-inbox = صندوق الوارد
console-filter-below = درجة الثقة
console-below-percent = أقل من { $percent } ٪
console-assignee-me = أنا
console-rating = التقييم
console-rating-at-most = { $stars } أو أقل
console-stars = التقييم { $stars }/5
console-reviewed = تمت المراجعة
console-reviewed-yes = تمت المراجعة
console-reviewed-no = ليس بعد
console-reviewed-right = صحيحة
console-reviewed-wrong = خاطئة
console-handoff-reason = سبب التحويل
console-since = من
console-until = إلى
console-saved-views = طرق العرض المحفوظة
console-view-name = اسم طريقة العرض
console-view-shared = للفريق كله
console-view-shared-tag = الفريق
console-save-view = حفظ طريقة العرض
console-remove-view = إزالة طريقة العرض { $name }
console-export-csv = تصدير CSV
console-export-jsonl = تصدير أسطر JSON
console-print = طباعة

## Working a conversation

console-more-actions = إجراءات أخرى
console-assign-to = إسناد إلى
console-assign = إسناد
console-snooze-until = تأجيل
console-snooze-hour = لمدة ساعة
console-snooze-tomorrow = حتى الغد، 9:00
console-snooze-week = لمدة أسبوع
console-snooze-at = حتى وقت تختاره
console-conversation-language = لغة المحادثة
console-language-automatic = تلقائية
console-language-automatic-now = تلقائية: { $language }
console-locale-why-operator = اختارها الفريق
console-locale-why-customer = اختارها العميل
console-locale-why-switched = غيّرها العميل
console-locale-why-conversation = تُحدَّد تلقائيًا من جديد
console-load-earlier = رسائل أقدم
console-sending-soon = تُرسل بعد لحظات
console-undo = تراجع
console-sys-rating = تقييم العميل: { $stars }/5 { $remark }
console-canned-replies = ردود جاهزة
console-canned-hint = اكتب / في الرد لإدراج أحدها. تأتي لغة العميل أولاً.
console-canned-empty = لا توجد ردود جاهزة بعد.
console-shortcut = الاختصار
console-reply-text = النص
console-keep-reply = حفظ رد
console-remove-reply = إزالة /{ $shortcut }

## Reviewing

console-review = المراجعة
console-mark-right = كانت هذه الإجابة صحيحة
console-mark-wrong = كانت هذه الإجابة خاطئة
console-take-back = سحب المراجعة
console-right-intent = القصد الصحيح
console-intent-unknown = تركه مفتوحاً
console-right-route = المسار الصحيح
console-right-route-hint = تطرحه الاختبارات كأول رسالة في محادثة.
console-all-intents = جميع المقاصد
console-example-text = ما كتبه العميل
console-use-for-training = التعلم منه في التدريب القادم
console-use-as-test = الاحتفاظ به كاختبار
console-right-answer = الإجابة الصحيحة
console-right-answer-hint = تصبح زوجاً من سؤال وجواب يقتبسه المساعد.
console-save-review = حفظ المراجعة
console-review-saved = تم الحفظ.
console-review-corrected = { $given } ← { $intent }
console-after-right = صحيحة منذ آخر تدريب ({ $confidence })
console-after-wrong = بعد آخر تدريب: { $intent } ({ $confidence })
console-still-wrong = خاطئة بعد التدريب
console-now-right = صحيحة بعد التدريب
console-figure-reviews = مراجعات
console-figure-examples = أمثلة تدريب
console-figure-tests = اختبارات
console-figure-pairs = أزواج سؤال وجواب
console-last-training = آخر تدريب
console-training-how = تصبح التصحيحات سارية باستخدام
console-training-fixed = الرسائل المصححة التي أصبحت صحيحة: { $fixed } من { $corrected }
console-training-broken = رسائل مؤكدة أصبحت خاطئة: { $broken }
console-training-changed = رسائل حديثة أخرى فُهمت بشكل مختلف: { $changed } من { $compared }
console-training-tests = اختبارات فاشلة: { $failed } من { $tests }
console-changed-messages = رسائل فُهمت بشكل مختلف
console-failed-tests = اختبارات فاشلة
console-older-trainings = تدريبات سابقة
console-corrected-now-right = مصححة وأصبحت صحيحة
console-message = الرسالة
console-before = قبل
console-after = الآن
console-confidence = درجة الثقة
console-wanted = المطلوب
console-when = متى
console-understood-as = فُهم على أنه
console-should-be = يجب أن يكون
console-after-training = بعد التدريب
console-not-trained-yet = ليس بعد
console-used-for = يُستخدم في
console-trains-tag = مثال
console-tests-tag = اختبار
console-by = بواسطة
console-reviews-empty = لم تُراجع أي إجابة بعد. افتح محادثة وحدد ما إذا كانت إجابة ما صحيحة أم خاطئة.
console-pairs = أزواج سؤال وجواب
console-pairs-hint = إجابات معتمدة يقتبسها المساعد كما يقتبس المستندات بعد لحظات من حفظها.
console-pairs-empty = لا توجد أزواج بعد.
console-question = السؤال
console-answer = الجواب
console-add-pair = إضافة زوج
console-remove-pair = إزالة الزوج «{ $question }»

## Accounts

console-role = الدور
console-role-viewer = مشاهد
console-role-agent = موظف دعم
console-role-admin = مدير
console-role-of = دور { $name }
console-single-sign-on = تسجيل دخول موحد
console-account-disabled = معطل
console-account-disable = تعطيل
console-account-enable = تفعيل
console-account-sign-out = تسجيل الخروج من كل مكان
console-actions-column = الإجراءات
console-invitations = الدعوات
console-invitations-empty = لا توجد دعوات مفتوحة.
console-invite = دعوة
console-invite-hint = ستحصل على رابط لتمريره. يعمل مرة واحدة لمدة سبعة أيام.
console-invitation-link = الرابط، يظهر الآن فقط:
console-withdraw = سحب
console-expires = تنتهي الصلاحية
console-copy = نسخ
console-invitation-title = مرحباً بك في Parley
console-invitation-lead = أنت مدعو باسم { $email } ({ $role }). اختر كلمة مرور.
console-invitation-loading = جارٍ التحقق من الدعوة…
console-invitation-over = استُخدمت هذه الدعوة أو سُحبت أو انتهت صلاحيتها. اطلب دعوة أخرى.
console-accept-invitation = إنشاء الحساب
console-sign-in-with = تسجيل الدخول عبر { $name }
console-provider-away = مزود تسجيل الدخول لا يستجيب. حاول مجدداً أو استخدم كلمة المرور.
console-provider-refused = لا يوجد حساب لك هنا. اطلب دعوة من أحد المديرين.
console-old-password = كلمة المرور القديمة
console-new-password = كلمة المرور الجديدة
console-change-password = تغيير كلمة المرور
console-password-hint = 10 أحرف على الأقل.
console-password-changed = تم التغيير، وانتهت جلساتك الأخرى.
console-sessions = المتصفحات المسجل دخولها
console-browser = المتصفح
console-network-address = العنوان
console-signed-in-since = منذ
console-this-browser = هذا المتصفح
console-end-session = تسجيل الخروج
console-end-others = تسجيل الخروج من الأخرى
console-api-tokens = رموز API
console-tokens-hint = البرنامج الذي يملك رمزاً يتصرف باسمك في حدود صلاحياته.
console-tokens-empty = لا توجد رموز بعد.
console-token-name = الغرض منه
console-token-made = الرمز، يظهر الآن فقط:
console-make-token = إنشاء رمز
console-revoke = إلغاء
console-scopes = الصلاحيات
console-scope-read = قراءة
console-scope-write = تعديل
console-scope-export = تصدير
console-scope-admin = إدارة
console-last-used = آخر استخدام
console-days-count = { $days } يوماً
console-audit-empty = لا شيء مسجل لهذه التصفية.
console-action-column = الإجراء
console-subject = الموضوع
console-by-token = عبر رمز

## Analytics

console-analytics-resolution = كيف تنتهي المحادثات
console-confirmed = محلولة ومؤكدة
console-assumed = محلولة افتراضاً
console-reopened = أُعيد فتحها
console-unresolved = غير محلولة
console-resolution-hint = مؤكدة: قال العميل ذلك أو أغلقها الفريق. مفترضة: ساعد البوت بأكثر من المجاملة ومضى يوم. التحية لا تُحتسب.
console-analytics-handoffs = المحولة إلى أشخاص
console-handoff-rate = { $share } من { $total } محادثة
console-analytics-response = أول رد من شخص
console-median = الوسيط
console-p95 = ٪95 خلال
console-analytics-ratings = التقييمات
console-analytics-languages = اللغات
console-analytics-turns = أدوار البوت
console-latency = زمن الاستجابة
console-first-word = أول كلمة
console-tokens-read = رموز مقروءة لكل دور
console-tokens-written = رموز مكتوبة لكل دور
console-analytics-volume = المحادثات في اليوم
console-analytics-gaps = أسئلة بلا إجابة
console-gaps-hint = الأسئلة المتشابهة مجمعة. اكتب الإجابة مرة واحدة ليقتبسها المساعد.
console-gaps-empty = كان لكل سؤال إجابة.
console-times-asked = مرات السؤال
console-write-answer = كتابة الإجابة
console-as-table = كجدول
console-count-column = العدد
console-day-column = اليوم
console-what-column = البند
console-value-column = القيمة
console-no-data = لا شيء في هذه الفترة.
console-unspecified = غير محدد
console-handed =
    { $reason ->
        [requested] طلب موظفًا
        [asked_twice] كرّر السؤال نفسه
        [not_understood] لم يُفهم عدة مرات
        [anger] غضب
        [complaint] شكوى
        [legal] مسألة قانونية
        [safety] خطر
        [delivery_problem] مشكلة في التوصيل
        [too_many_tries] محاولات كثيرة
        [dialogue_failed] تعطّل مدير الحوار
        [turn_failed] فشل الرد
        [answer_refused] رُفض رد النموذج
       *[other] { $reason }
    }

## How the widget looks

console-preview = معاينة
console-preview-dark = داكن
console-preview-closed = مغلقة
console-preview-question = كم يستغرق التوصيل؟
console-preview-answer = يستغرق من 3 إلى 5 أيام عمل.
console-preview-source = التوصيل
console-script-tag = ضعوا هذا في صفحاتكم قبل نهاية body
console-content-policy = ما يجب أن تسمح به سياسة Content-Security-Policy صارمة
console-color-contrast =
    { $scheme ->
        [dark] في الوضع الداكن، لا يبرز اللون عن الصفحة إلا بنسبة { $ratio } إلى 1. يحتاج الناس إلى 3 إلى 1 لرؤية الزر.
       *[light] في الوضع الفاتح، لا يبرز اللون عن الصفحة إلا بنسبة { $ratio } إلى 1. يحتاج الناس إلى 3 إلى 1 لرؤية الزر.
    }
console-pick-color = اختيار اللون
console-field-title = العنوان
console-field-greeting = الترحيب
console-field-color = اللون
console-field-position = الزاوية
console-field-position-end = في نهاية السطر (اليمين، أو اليسار بالعربية)
console-field-position-start = في بدايته (اليسار، أو اليمين بالعربية)
console-field-launcher = الزر
console-field-launcher-chat = فقاعة كلام
console-field-launcher-question = علامة استفهام
console-field-launcher-spark = شرارة
console-field-allowed-origins = المواقع التي يجوز لها تضمينها
console-field-identity-key = المفتاح الذي يوقّع الهويات
console-field-identity-required = للعملاء المسجَّل دخولهم فقط
console-field-prechat = أسئلة قبل الرسالة الأولى
console-field-files = يجوز للعملاء إرسال ملفات

## What customers read

console-wordings = الصياغات
console-wordings-title = ما يقرؤه العملاء
console-wordings-hint = نصوص الروبوت والأداة والإشعارات. ما تكتبونه يُقال فورًا وفي كل قناة، ويبقى النص الأصلي ويمكن الرجوع إليه.
console-wordings-search = البحث في النصوص
console-wordings-find = بحث
console-wordings-language = اللغة
console-wordings-familiar = { $language }، بصيغة ودية
console-wordings-show = أي النصوص
console-wordings-changed = المعدّلة
console-wordings-found =
    { $found ->
        [zero] لا نصوص
        [one] نص واحد
        [two] نصان
        [few] { $found } نصوص
        [many] { $found } نصًا
       *[other] { $found } نص
    } · المعدّل في هذه اللغة: { $changed }
console-wordings-before = النصوص السابقة
console-wordings-after = المزيد من النصوص
console-wordings-edit = تعديل
console-wordings-is-changed = معدّل
console-wordings-text = النص { $name }
console-wordings-unfit = يُقال النص الأصلي بدلًا منه: { $reason }
console-wordings-variables = أبقوا على هذه، فهي تُملأ:
console-wordings-look = عرض ما يقرؤه العملاء
console-wordings-read = يقرأ العملاء، مع أمثلة لما يُملأ:
console-wordings-original = النص الأصلي:
console-wordings-back = الرجوع إلى الأصل

## Personal data

console-retention = البيانات الشخصية
console-retention-title = مدة الاحتفاظ بالمحادثات
console-retention-forever = بوجه عام يُحتفظ بكل شيء إلى الأبد.
console-retention-now =
    { $days ->
        [zero] تُمحى المحادثة في يوم آخر رسالة فيها.
        [one] تُمحى المحادثة عندما يمر على آخر رسالة فيها يوم واحد.
        [two] تُمحى المحادثة عندما يمر على آخر رسالة فيها يومان.
        [few] تُمحى المحادثة عندما يمر على آخر رسالة فيها { $days } أيام.
        [many] تُمحى المحادثة عندما يمر على آخر رسالة فيها { $days } يومًا.
       *[other] تُمحى المحادثة عندما يمر على آخر رسالة فيها { $days } يوم.
    }
console-retention-hint = المحادثات التي تنتظر موظفًا أو يتولاها أحد لا تُمحى أبدًا. ومع المحادثة تُمحى رسائلها وملفاتها وترجماتها وآثارها ومراجعاتها، وأرقام التحليلات التي تحسبها.
console-retention-days = عدد الأيام بعد آخر رسالة
console-retention-look = عرض ما سيُمحى
console-retention-due =
    { $due ->
        [zero] لن تُمحى الآن أي محادثة.
        [one] ستُمحى الآن محادثة واحدة.
        [two] ستُمحى الآن محادثتان.
        [few] ستُمحى الآن { $due } محادثات.
        [many] ستُمحى الآن { $due } محادثة.
       *[other] ستُمحى الآن { $due } محادثة.
    }
console-retention-set = الاحتفاظ هكذا ومحوها
console-retention-set-only = الاحتفاظ هكذا
console-retention-keep-all = الاحتفاظ بكل شيء إلى الأبد
console-retention-inboxes = كل صندوق على حدة
console-retention-inboxes-hint = الصندوق الذي ليست له مدة خاصة يُحتفظ به كما هو محدد أعلاه.
console-retention-inboxes-none = لا توجد صناديق بعد.
console-retention-kept =
    { $days ->
        [zero] أقل من يوم
        [one] يوم واحد
        [two] يومان
        [few] { $days } أيام
        [many] { $days } يومًا
       *[other] { $days } يوم
    }
console-retention-kept-forever = إلى الأبد
console-retention-as-others = كما هو محدد أعلاه
console-retention-removed = محذوف
console-retention-change = تغيير
console-retention-choice = مدة الاحتفاظ بمحادثاته
console-retention-choice-general = كما هو محدد أعلاه ({ $kept })
console-retention-choice-days = لعدد من الأيام
console-retention-choice-forever = إلى الأبد
console-person-title = بيانات شخص واحد
console-person-hint = لتسليم شخص ما تعرفونه عنه، أو لمحوه.
console-person-find = البريد الإلكتروني أو اسم الشخص أو رقمه
console-person-look = بحث
console-person-nobody = لا يُعرف أحد بهذا.
console-person-conversations = المحادثات
console-person-since = معروف منذ
console-person-export = تصدير
console-person-erase = محو
console-person-confirm = لا يمكن التراجع عن أي من هذا. للتأكيد اكتبوا: { $called }
console-person-confirm-label = التأكيد
console-person-erased = تم المحو. المحادثات: { $conversations }، الملفات: { $files }.

## What the log says was done (serving/console/auditing.py)

console-did-analytics-csv = تصدير أرقام
console-did-audit-export = تصدير السجل
console-did-canned = تعديل رد محفوظ
console-did-canned-remove = حذف رد محفوظ
console-did-contacts-erase = محو بيانات شخص
console-did-contacts-export = تصدير بيانات شخص
console-did-conversations-assign = إسناد محادثة
console-did-conversations-draft = إعداد مسودة رد
console-did-conversations-events-resend = إعادة إرسال رسالة
console-did-conversations-hand-back = إعادة المحادثة إلى الروبوت
console-did-conversations-locale = تغيير لغة محادثة
console-did-conversations-note = كتابة ملاحظة
console-did-conversations-preview = معاينة ترجمة
console-did-conversations-reopen = إعادة فتح محادثة
console-did-conversations-reply = إرسال رد
console-did-conversations-resolve = حل محادثة
console-did-conversations-reviews = مراجعة رد
console-did-conversations-reviews-withdraw = سحب مراجعة
console-did-conversations-snooze = تأجيل محادثة
console-did-conversations-take-over = تولّي محادثة
console-did-export = تصدير محادثات
console-did-inboxes = إضافة صندوق أو تعديله
console-did-inboxes-check = فحص صندوق
console-did-inboxes-keys = إنشاء مفتاح لصندوق
console-did-inboxes-keys-revoke = إلغاء مفتاح صندوق
console-did-inboxes-remove = حذف صندوق
console-did-invitation = فتح دعوة
console-did-invitation-accept = قبول دعوة
console-did-knowledge-addresses = إضافة عنوان ويب
console-did-knowledge-files = إضافة مستند
console-did-knowledge-inboxes = تغيير صناديق مصدر
console-did-knowledge-ingest = إعادة قراءة مصدر
console-did-knowledge-remove = حذف مصدر
console-did-login = تسجيل دخول
console-did-login-failed = فشل تسجيل الدخول
console-did-logout = تسجيل خروج
console-did-me = تغيير اللغة الشخصية
console-did-me-password = تغيير كلمة المرور الشخصية
console-did-me-sessions-end = إنهاء جلسة شخصية
console-did-me-sessions-others-end = إنهاء الجلسات الشخصية الأخرى
console-did-me-tokens = إنشاء رمز واجهة برمجية
console-did-me-tokens-revoke = إلغاء رمز واجهة برمجية
console-did-media = رفع ملف
console-did-oidc-callback = تسجيل دخول خارجي
console-did-pairs = تعديل رد معتمد
console-did-pairs-remove = حذف رد معتمد
console-did-retention = تغيير مدة الاحتفاظ
console-did-retention-erase = محو محادثات قديمة
console-did-retention-inboxes = تغيير مدة الاحتفاظ لصندوق
console-did-retention-inboxes-remove = إعادة مدة الاحتفاظ لصندوق
console-did-wordings = تغيير صياغة
console-did-wordings-remove = إعادة صياغة إلى الأصل
console-did-team-disable = تعطيل حساب
console-did-team-enable = تفعيل حساب
console-did-team-invitations = دعوة زميل
console-did-team-invitations-withdraw = سحب دعوة
console-did-team-role = تغيير دور
console-did-team-sign-out = تسجيل خروج حساب من كل مكان
console-did-train = تدريب الروبوت
console-did-translation-export = تصدير ترجمات
console-did-translation-import = استيراد ترجمات
console-did-translation-segments = تعديل ترجمة
console-did-translation-segments-remove = حذف ترجمة
console-did-translation-terms = تعديل مصطلح
console-did-translation-terms-remove = حذف مصطلح
console-did-translation-try = تجربة ترجمة
console-did-views = حفظ عرض
console-did-views-remove = حذف عرض
