//! Words of the candidates for commendation.

schemas::catalogue! {
    /// Title and tab.
    TITLE = "表扬候选", "Candidates for commendation";
    /// Heading.
    BUREAU = "单位", "Bureau";
    /// Heading.
    PLACE = "位次", "Place";
    /// Heading.
    POINTS = "综合得分", "Composite";
    /// Heading.
    MERITS = "符合条件", "Why";
    /// Heading.
    BARS = "不列入情形", "Ruled out by";
    /// Heading.
    STANDS = "结论", "Result";
    /// Merit.
    PLACED = "综合排名在前", "high in the composite";
    /// Merit.
    RUNNING = "连续{periods}期在前，可荐年度先进", "{periods} periods running: for the year";
    /// Merit.
    RISEN = "上升{places}位，进步明显", "risen by {places} places";
    /// Result.
    IN = "候选", "candidate";
    /// Result.
    OUT = "不列入", "ruled out";
    /// Foot.
    NOTE = "按行动规定的条件由本期综合排名算出，仅供评审；数据差错、个人称号由评审核定，评定后公示{days}个工作日再公布。", "Found by the campaign's rule in the composite of the period, for the panel only. Faults of the data and titles of persons are for the panel to decide; the list is shown in public for {days} working days before it is issued.";
    /// Empty.
    NO_RULE = "本次行动没有规定表扬条件。条件写在行动定义的 [commendation] 中。", "The campaign has no rule of commendation. It stands in its definition under [commendation].";
    /// Empty.
    NOBODY = "本期没有单位符合条件。没有设定权重、也没有考核口径的行动没有综合排名。", "Nobody answers to the rule in this period. A campaign with neither weights nor schemes has no composite.";
    /// Nothing rules a bureau out.
    NONE = "无", "none";
}
