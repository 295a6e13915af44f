package io.dynamoplanner.app.ledger;

import io.dynamoplanner.metrics.report.TerminalStyle;
import java.util.List;
import java.util.Locale;

/** What a change means, as a table: decisions that differ, and the GPU-hours of both. */
final class WhatIfText {
    private WhatIfText() {}

    /**
     * @param changes what was changed, a line each
     * @param notes what a reader must know beside it
     */
    static String render(Tally tally, List<String> changes, List<String> notes, int width, TerminalStyle style) {
        var page = new Page(width, style);
        changes.forEach(change -> page.line(0, change));
        page.gap();
        List<Tally.Row> rows = tally.rows();
        if (!rows.isEmpty()) {
            page.heading(String.format(
                    Locale.ROOT,
                    "%-19s %5s %-7s %8s %7s %7s  %s",
                    "Since (UTC)",
                    "Times",
                    "Role",
                    "Recorded",
                    "Changed",
                    "GPU-h",
                    "Bound by"));
            for (Tally.Row row : rows) {
                page.row(String.format(
                        Locale.ROOT,
                        "%-19s %5d %-7s %8d %7d %+7.2f  %s",
                        ExplainText.TIME.format(row.since()),
                        row.times(),
                        row.role(),
                        row.recorded(),
                        row.changed(),
                        row.hours(),
                        row.binding()));
            }
            page.gap();
        }
        page.line(
                0,
                String.format(
                        Locale.ROOT,
                        "%d of %d decisions differ. GPU-hours: %.2f recorded, %.2f changed (%+.2f).",
                        tally.different(),
                        tally.decisions(),
                        tally.recordedHours(),
                        tally.changedHours(),
                        tally.changedHours() - tally.recordedHours()));
        notes.forEach(note -> page.dim(0, note));
        return page.toString();
    }
}
