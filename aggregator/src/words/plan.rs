//! Words of 配套方案: the documents that bureaus bring to tasks of a campaign.

schemas::catalogue! {
    /// Title, and link from the campaign.
    TITLE = "各地配套方案", "Local plans";
    /// Sentence of state.
    BROUGHT = "{all}个单位中{some}个已报送", "{some} of {all} bureaus have brought theirs";
    /// Name of the tabs.
    TASKS = "任务", "Tasks";
    /// Column.
    BUREAU = "单位", "Bureau";
    /// Column.
    STATE = "状态", "State";
    /// Column.
    FILE = "文件", "File";
    /// Column.
    AT = "报送时间", "Brought";
    /// Column.
    BY = "报送人", "By";
    /// Mark.
    THERE = "已报送", "brought";
    /// Mark.
    AWAITED = "未报送", "not yet";
    /// Mark: the task was reported as done, and no document came.
    WITHOUT = "已报完成，未传文件", "reported as done, no file";
    /// Mark.
    LATE = "未报送，逾期{days}天", "not yet, {days} days late";
    /// Section, and its button.
    BRING = "上传方案", "Upload a plan";
    /// Field.
    FOR_BUREAU = "报送单位", "For the bureau";
    /// Field.
    HOW = "任务进展", "How the task stands";
    /// Field.
    CHOOSE = "文件", "File";
    /// Below the form.
    NOTE = "不超过{most}MB；PDF、Word、Excel、WPS、OFD或图片。请勿含个人信息。上传后不能撤回，有变化请再传一份，此前的照留。", "Up to {most} MB; PDF, Word, Excel, WPS, OFD or a picture, without personal data. What is uploaded stays; if it changes, upload another, and the earlier one is kept.";
    /// A campaign without such tasks.
    NO_TASKS = "本次专项行动没有由各单位分别落实的任务，无需上传方案。", "The campaign has no task that each bureau implements for itself, so there is nothing to upload.";
    /// What the report says that goes with a file.
    REPORTED = "已上传：{name}", "Uploaded: {name}";
    /// Size of a file.
    KIB = "{n}KB", "{n} KB";
}
