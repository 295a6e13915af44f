package io.dynamoplanner.data.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a reader makes of a ledger. */
record Lines(List<LedgerRecord> records, List<String> notes) {

    static Lines of(Path ledger) {
        var records = new ArrayList<LedgerRecord>();
        List<String> notes = LedgerFiles.read(ledger, records::add, done -> {});
        return new Lines(records, notes);
    }

    static Lines of(String text) {
        var records = new ArrayList<LedgerRecord>();
        var reader = new LedgerReader(records::add);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            reader.line(Path.of("ledger.jsonl"), i + 1, lines.get(i));
        }
        reader.end(Path.of("ledger.jsonl"));
        return new Lines(records, reader.notes());
    }

    List<RecordedDecision> decisions() {
        return records.stream()
                .filter(RecordedDecision.class::isInstance)
                .map(RecordedDecision.class::cast)
                .toList();
    }

    List<String> ids() {
        return decisions().stream().map(RecordedDecision::id).toList();
    }

    List<LedgerRecord.Header> headers() {
        return records.stream()
                .filter(LedgerRecord.Header.class::isInstance)
                .map(LedgerRecord.Header.class::cast)
                .toList();
    }
}
