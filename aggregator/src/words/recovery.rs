//! Words of recovery after a restore, for the page 存证 and the command alike.

use schemas::text::Text;

use crate::{
    figures,
    intake::recovery::{Holder, Progress},
};

schemas::catalogue! {
    /// Heading.
    HEADING = "恢复进度", "Recovery";
    /// What it is.
    WHAT = "平台已从备份恢复。备份之后的存证由各节点凭回执交还；在全部找回并逐一核对之前，平台不收件、不签发。", "The city was restored from a backup. What the log wrote after it is given back by the nodes from their receipts; until all of it is here and compared, nothing is taken in and nothing is signed.";
    /// Leaves.
    LEAVES = "备份内{size}条；各节点所见最多{shown}条；已交还{recovered}条，尚缺{missing}条。", "{size} leaves are in the backup; the nodes were shown {shown}; {recovered} were given back, {missing} are missing.";
    /// Which.
    MISSING = "尚缺的序号：{ranges}", "Missing indexes: {ranges}";
    /// Who.
    REPORTED = "已报告（{n}个）：{names}", "Reported ({n}): {names}";
    /// Who not.
    SILENT = "尚未报告（{n}个）：{names}。请通知其运行 node-agent push；确已无法恢复的，由管理员运行 aggregator epoch 续立日志。", "Not reported yet ({n}): {names}. Ask them to run `node-agent push`; if one is gone for good, an administrator goes on with `aggregator epoch`.";
    /// Who not, and is reached by files.
    SILENT_BY_FILE = "尚未报告、从未经网络联系的（{n}个）：{names}。请其运行 node-agent export --give-back 文件包，送来后用 aggregator import 文件包 --answers 答复 导入，并将答复带回由其导入。", "Not reported yet and never heard over a line ({n}): {names}. They run `node-agent export --give-back FILE` and carry it here; take it in with `aggregator import FILE --answers ANSWERS`, and carry the answers back.";
    /// Nobody.
    NOBODY = "尚无节点报告。", "No node has reported yet.";
    /// Bureaus.
    BUREAUS = "交还的文书涉及名册中没有的单位：{codes}。请先导入单位名册（aggregator bureau import）。", "What was given back names bureaus that are not in the tree: {codes}. Enter them first (`aggregator bureau import`).";
    /// Fork.
    FORKS = "发现{n}处与本日志不能属于同一历史的签名，双方证据均已保存；恢复已停止，请报告系统管理员并保留现场。", "{n} signatures of this log cannot belong to its history; both sides are kept as evidence. Recovery has stopped: tell the system administrator and keep everything as it is.";
    /// Unknown nodes.
    UNKNOWN = "备份之后才入网的节点，在其报告之前本平台无从得知；请逐一核对入网名单。", "Nodes that were enrolled after the backup are not known here before they report: go through your list of them.";
    /// Nothing to say.
    LIVE = "平台正常运行，没有在恢复。", "The city is live: nothing is being recovered.";
    /// Done.
    LIVE_AGAIN = "存证日志已完整恢复，平台恢复收件：补回{leaves}条，作废{tokens}个未用的入网码，结束{sessions}个登录。账户口令、催报记录和公布值以备份为准，请核对。", "The log is whole again and the city is live: {leaves} leaves put back, {tokens} open tokens burned, {sessions} sessions ended. Passwords, reminders and published lines are those of the backup: look through them.";
    /// Before an epoch.
    EPOCH_ASK = "将终止日志{old}，以{new}续立：保留{carried}条，放弃{lost}条。此后不可撤销；各节点凭双签说明跟进，所缺报送须重新报送。请先停止平台服务。确认请输入原日志名：", "The log {old} will be closed and go on as {new}: {carried} leaves are kept, {lost} are given up. This cannot be undone; nodes follow by the note signed with both keys, and what is lost must be filed again. Stop the server first. To confirm, type the name of the old log:";
    /// After an epoch.
    EPOCH_DONE = "日志已以{new}续立，平台恢复收件：保留{carried}条，其中{idle}条所依据的记载已失，只作凭证；未用的入网码已作废，登录已结束。请立即重新备份，然后启动平台。", "The log goes on as {new} and the city is live: {carried} leaves are kept, {idle} of them as evidence only, for what they stand on is lost; open tokens are burned and sessions ended. Make a new backup at once, then start the server.";
    /// A filing whose rows were lost.
    FIGURES_AWAITED = "已校验，待补传数据", "rows checked before; awaited again";
    /// Why it has no figures.
    FIGURES_AWAITED_WHY = "平台从备份恢复，该报送的结论以存证日志为准，数据须由节点补传；补传前不列统计、不参与排名。", "The city was restored from a backup. What became of this filing stands in the log; its rows have to come again from the node, and until then it has no figures and no place.";
}

/// Most ranges and names that are said; the rest is counted.
const MOST: usize = 30;

/// How far recovery is, line by line.
pub fn lines(progress: &Progress, name: impl Fn(&Holder) -> Text) -> Vec<Text> {
    let mut lines = vec![LEAVES.fill(&[
        ("size", &progress.size),
        ("shown", &progress.shown),
        ("recovered", &progress.recovered),
        ("missing", &progress.leaves_missing()),
    ])];
    if progress.forks > 0 {
        lines.insert(0, FORKS.fill(&[("n", &count(progress.forks))]));
    }
    if !progress.missing.is_empty() {
        let ranges = progress.missing.iter().map(|range| match range.start() == range.end() {
            true => Text::owned(range.start().to_string(), range.start().to_string()),
            false => {
                let range = format!("{}–{}", range.start(), range.end());
                Text::owned(range.clone(), range)
            }
        });
        lines.push(MISSING.fill(&[("ranges", &listed(ranges.collect()))]));
    }
    let reported: Vec<&Holder> = progress.nodes.iter().filter(|node| node.reported.is_some()).collect();
    let (by_file, silent): (Vec<&Holder>, Vec<&Holder>) = progress.silent().partition(|node| node.by_file);
    if reported.is_empty() {
        lines.push(NOBODY);
    } else {
        let names = listed(reported.iter().map(|node| name(node)).collect());
        lines.push(REPORTED.fill(&[("n", &count(reported.len())), ("names", &names)]));
    }
    for (said, silent) in [(SILENT, silent), (SILENT_BY_FILE, by_file)] {
        if !silent.is_empty() {
            let names = listed(silent.iter().map(|node| name(node)).collect());
            lines.push(said.fill(&[("n", &count(silent.len())), ("names", &names)]));
        }
    }
    if !progress.bureaus.is_empty() {
        let codes = progress.bureaus.iter().map(|code| Text::owned(code.to_string(), code.to_string()));
        lines.push(BUREAUS.fill(&[("codes", &listed(codes.collect()))]));
    }
    lines.push(UNKNOWN);
    lines
}

fn count(number: usize) -> String {
    figures::count(i64::try_from(number).unwrap_or(i64::MAX))
}

fn listed(texts: Vec<Text>) -> Text {
    let more = texts.len().saturating_sub(MOST);
    let said = |pick: fn(&Text) -> &str, glue: &str| {
        texts.iter().take(MOST).map(pick).collect::<Vec<&str>>().join(glue)
    };
    let (mut zh, mut en) = (said(|text| &text.zh, "、"), said(|text| &text.en, ", "));
    if more > 0 {
        zh.push_str(&format!("……另有{more}个"));
        en.push_str(&format!(" … and {more} more"));
    }
    Text::owned(zh, en)
}
