//! Ledgers made of those held here, and what waits to be signed.

schemas::catalogue! {
    /// No such number.
    NOT_WAITING = "没有这个编号的待签台账。运行 node-agent waiting 查看。", "No checked ledger of this number waits. See `node-agent waiting`.";
    /// Nothing waits.
    NOTHING_WAITING = "没有待签的台账。", "No checked ledger waits.";
    /// A checked ledger.
    WAITING = "{number}  {form} {period}  {name}", "{number}  {form} {period}  {name}";
    /// A ledger made here.
    WAITING_MADE = "{number}  {filing}  {name}  由本机台账生成，签发：node-agent sign {number}{signer}", "{number}  {filing}  {name}  made of ledgers held here; sign it with `node-agent sign {number}{signer}`";
    /// A nil return made here.
    WAITING_NIL = "{number}  {filing}  零报告", "{number}  {filing}  nil return";
    /// Not signed.
    DISMISSED = "第 {number} 项已退回，不再待签。", "Item {number} was dismissed and waits no more.";
    /// Added to `sign`.
    WITH_SIGNER = " --signer 签字人姓名", " --signer NAME";
    /// Made and complete.
    PREPARED_READY = "已由 {of} 生成 {filing}，审核通过，尚未报送：{file}。核对无误后签发：node-agent sign {number}{signer}；不用的退回：node-agent waiting --dismiss {number}", "{filing} was made of {of}, checked, and not filed: {file}. Look at it and sign it with `node-agent sign {number}{signer}`, or put it aside with `node-agent waiting --dismiss {number}`.";
    /// Made in part.
    PREPARED_PART = "已由 {of} 生成 {filing} 的工作簿，还不能报送：", "A workbook of {filing} was made of {of}; it cannot be filed yet:";
    /// An empty cell.
    PREPARED_GAP = "  第{row}行{case}：缺“{column}”", "  row {row}{case}: “{column}” is empty";
    /// More of them.
    PREPARED_MORE = "  另有 {n} 处，见工作簿中的黄色单元格", "  cells left besides these: {n}; they are yellow in the workbook";
    /// How it goes on.
    PREPARED_FILE = "补填并核对后报送：node-agent file {file} --form {form} --period {period}{subject}", "Complete it, look at it, and file it: `node-agent file {file} --form {form} --period {period}{subject}`";
    /// A nil return that can be signed.
    PREPARED_NIL = "本机没有需要列入 {filing} 的内容，上期无未结。本期确无情况的，签发零报告：node-agent sign {number}；不用的退回：node-agent waiting --dismiss {number}", "Nothing held here belongs into {filing}, and nothing was left open. If there is nothing to report, sign the nil return with `node-agent sign {number}`, or put it aside with `node-agent waiting --dismiss {number}`.";
    /// Filed already.
    FILED_BEFORE = "{form} {period}已报送，不再生成。更正请用 node-agent amend --reason 理由。", "{form} of {period} was filed; it is not made again. Correct it with `node-agent amend --reason`.";
    /// No campaign.
    NO_CAMPAIGN = "尚不知道本单位所在的专项行动，无法生成。请先运行 node-agent push 取得市局的定义。", "The bureau's campaign is not known yet, so nothing can be made. Run `node-agent push` first to fetch the city's definitions.";
    /// Nothing to make it of.
    UNMADE_BY_HAND = "{form} 不能由其他台账生成，也没有导入过案件。请用 node-agent template {form} 填报，或用 node-agent source 从业务系统导入。", "{form} cannot be made of other ledgers, and no cases were taken over. Fill in `node-agent template {form}`, or take cases over with `node-agent source`.";
    /// No source.
    UNMADE_NO_SOURCE = "{form} 由 {sources} 生成，本机没有该期或此前报送的 {sources}。先报送 {sources}，或用 node-agent template {form} 填报。", "{form} is made of {sources}, and no {sources} of this time or before was filed from here. File {sources} first, or fill in `node-agent template {form}`.";
    /// Nothing in the sources.
    UNMADE_NOTHING = "本机台账中没有应列入 {form} 的内容。核对期次和事项编号；台账有漏的先更正台账。", "Nothing in the ledgers held here belongs into {form}. Check the period and the matter; if a ledger lacks something, amend it first.";
    /// No matter.
    UNMADE_NO_MATTER = "{form} 一事一报：请用 --subject 写明事项编号。", "{form} is a report of one matter: name it with --subject.";
    /// Over.
    UNMADE_ENDED = "该事项已终报，不再续报。", "The last report of the matter was filed; there is none after it.";
    /// Who signs.
    WANTS_SIGNER = "此表须由签字人署名（零报告是署名的行为）。请运行 node-agent sign {number} --signer 签字人姓名。", "This form names who signs it (a nil report is an act with a signer). Run `node-agent sign {number} --signer NAME`.";
    /// Sources changed.
    MADE_OF_OTHERS = "生成之后，所依据的台账已经更正，或导入的案件有变化，没有封存。请重新生成：node-agent prepare。", "The ledgers it was made of were amended since, or the cases taken over have changed; nothing was sealed. Make it again with `node-agent prepare`.";
    /// Workbook changed.
    PREPARED_CHANGED = "“{name}”在生成之后被改动过，没有封存。改过的按普通台账报送：node-agent file {name}。", "“{name}” was changed after it was made and was not sealed. What was changed is filed like any ledger: `node-agent file {name}`.";
}
