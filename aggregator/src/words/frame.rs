//! Words of the frame, of login and of errors.

schemas::catalogue! {
    /// The program.
    TONGBAO = "通报", "Tongbao";
    /// Link for keyboards.
    SKIP = "跳到正文", "Skip to the content";
    /// Name of the navigation.
    NAVIGATION = "主导航", "Main";
    /// Section.
    OVERVIEW = "总览", "Overview";
    /// Section.
    FILINGS = "报送", "Filings";
    /// Section.
    RANKINGS = "位次", "Rankings";
    /// Section.
    SUPERVISION = "督办", "Supervision";
    /// Section.
    CASES = "案件", "Cases";
    /// Section.
    WARNINGS = "预警", "Warnings";
    /// Section.
    CAMPAIGN = "行动", "Campaign";
    /// Section.
    BUREAUS = "单位", "Bureaus";
    /// Section.
    EVIDENCE = "存证", "Evidence";
    /// Switch.
    PERIOD_BEFORE = "上一期", "Previous period";
    /// Switch.
    PERIOD_AFTER = "下一期", "Next period";
    /// Mark of invented figures.
    DEMONSTRATION = "演示数据", "Demonstration data";
    /// Foot of the rail.
    DEMONSTRATION_NOTE = "演示数据，单位、企业、人员均为虚构", "Demonstration data: bureaus, firms and people are invented";
    /// Bar on every page.
    RECOVERING = "平台正在恢复：可以查看，暂不收件，也不能办理。", "The log is being recovered: everything can be read, nothing is taken or changed for now.";
    /// Link in it.
    RECOVERY = "恢复进度", "How far it is";
    /// The other language, in that language.
    OTHER_LANGUAGE = "English", "中文";
    /// Theme button.
    DARK = "深色", "Dark";
    /// Theme button.
    LIGHT = "浅色", "Light";
    /// Button.
    SIGN_OUT = "退出", "Sign out";
    /// Part of the sentence of state.
    DUE_ON = "截止{day}", "due {day}";
    /// Part of the sentence of state.
    GRACE_UNTIL = "宽限至{day}", "grace until {day}";
    /// Part of the sentence of state.
    FILED_OF = "已报{filed}/{all}", "{filed}/{all} filed";
    /// Part of the sentence of state.
    AS_OF = "数据截至{at}", "as of {at}";
    /// Part of the sentence of state.
    STILL_RUNNING = "本期{day}结束，尚未开始报送", "the period ends on {day}; filing has not begun";
    /// Part of the sentence of state.
    HISTORY = "历史口径，不评判", "history, not judged";
    /// Pages of a long list.
    PAGE_OF = "第{page}/{pages}页，共{all}项", "Page {page} of {pages}, {all} items";
    /// Pages of a long list.
    PAGE_BEFORE = "上一页", "Previous page";
    /// Pages of a long list.
    PAGE_AFTER = "下一页", "Next page";
    /// Under a chart.
    DOWNLOAD = "下载", "Download";
    /// Under a chart.
    DATA_TABLE = "数据表", "Table of the figures";
    /// Closes the drawer.
    CLOSE = "关闭", "Close";
    /// Login.
    SIGN_IN = "登录", "Sign in";
    /// Login.
    ACCOUNT = "账号", "Account";
    /// Login.
    PASSWORD = "口令", "Password";
    /// Login.
    LOST_PASSWORD = "口令遗失，请联系本单位安全管理员重置。", "If the password is lost, your security administrator can reset it.";
    /// Login.
    NOTICE = "须知", "Please note";
    /// Login.
    NOTICE_ACCOUNTS = "账号由系统管理员开立。登录与查阅均有记录。", "Accounts are opened by the system administrator. Signing in and reading are recorded.";
    /// Login.
    NOTICE_PRIVACY = "劳动者姓名、证件号、电话不上报，本系统不存。", "Names, identity numbers and telephones of workers are not reported and not kept here.";
    /// Error page.
    WHAT_NEXT = "可以这样做", "What you can do";
    /// Error page.
    INCIDENT = "事件编号{number}，请报给系统管理员。", "Incident {number}: tell it to the system administrator.";
    /// Error page.
    BACK_TO_OVERVIEW = "回到总览", "Back to the overview";
    /// Error page.
    TRY_AGAIN = "重试", "Try again";
    /// Empty page.
    NO_CAMPAIGN = "还没有专项行动", "There is no campaign yet";
    /// Empty page.
    NO_CAMPAIGN_NOTE = "系统管理员启用一项专项行动后，这里显示应报台账、报送情况和位次。", "Once the system administrator puts a campaign in force, this page shows what is owed, what was filed, and the places.";
}
