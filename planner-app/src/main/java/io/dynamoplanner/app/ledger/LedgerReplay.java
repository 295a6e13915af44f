package io.dynamoplanner.app.ledger;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.data.file.OneLine;
import io.dynamoplanner.data.ledger.LedgerException;
import io.dynamoplanner.data.ledger.LedgerFiles;
import io.dynamoplanner.data.ledger.LedgerRecord;
import io.dynamoplanner.data.ledger.RecordedDecision;
import io.dynamoplanner.data.profile.ProfileReader;
import io.dynamoplanner.metrics.report.TerminalStyle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The question whether a ledger is derived again, or what it would have been.
 *
 * @param ledger a file, or a directory of ledger files
 * @param config configuration of a ledger without a header
 * @param profile profile of a ledger without a header, or another profile to decide with
 * @param set changed fields of the configuration
 */
public record LedgerReplay(Path ledger, Optional<String> config, Optional<Path> profile, Map<String, String> set) {
    public LedgerReplay {
        set = Map.copyOf(set);
    }

    /** What came out. */
    public interface Answer {
        /** False if a decision does not come out as it was recorded although nothing was changed. */
        boolean same();

        /** What is worth telling about the ledger. */
        List<String> notes();

        /** For people; lines end in a line feed. */
        String text(int width, TerminalStyle style);
    }

    /**
     * @param progress told how much is done, from 0 to 1
     * @throws BadInput if the question cannot be asked of this ledger
     * @throws LedgerException if the ledger cannot be used
     * @throws io.dynamoplanner.data.config.ConfigException if a changed configuration is refused
     */
    public Answer answer(DoubleConsumer progress) {
        var question = new Question();
        List<String> notes = LedgerFiles.read(ledger, question, progress);
        return question.answer(notes);
    }

    /** Takes the lines; the first one tells how to understand the question. */
    private final class Question implements Consumer<LedgerRecord> {
        private @Nullable Verification verification;
        private @Nullable WhatIf whatIf;

        @Override
        public void accept(LedgerRecord line) {
            if (verification == null && whatIf == null) {
                begin(!(line instanceof RecordedDecision decision && decision.isOld()));
            }
            if (verification != null) {
                verification.accept(line);
            } else if (whatIf != null) {
                whatIf.accept(line);
            }
        }

        private void begin(boolean hasHeader) {
            if (hasHeader && config.isPresent()) {
                throw new BadInput("--config " + OneLine.value(config.get())
                        + ": the ledger holds its configuration; change fields of it" + " with --set");
            }
            var headers = new Headers(config, profile);
            var changes = new Changes(
                    set, hasHeader ? profile.map(path -> ProfileReader.read(path, Set.of())) : Optional.empty());
            if (changes.isEmpty()) {
                verification = new Verification(headers);
            } else {
                whatIf = new WhatIf(headers, changes);
            }
        }

        Answer answer(List<String> notes) {
            return whatIf == null
                    ? new Verified(require(verification).result(), notes)
                    : new Changed(whatIf.tally(), whatIf.described(), whatIf.notes(), notes);
        }

        private Verification require(@Nullable Verification started) {
            if (started == null) {
                throw new IllegalStateException("a ledger without lines is refused by its reader");
            }
            return started;
        }
    }

    private static List<String> notes(List<String> notes, long made, long skipped) {
        if (made == 0) {
            throw new LedgerException(
                    "the ledger has no checkpoint to start from; its beginning is missing, use all of" + " its files");
        }
        var all = new ArrayList<>(notes);
        if (skipped > 0) {
            all.add(skipped + " decisions before the first checkpoint cannot be made again");
        }
        return List.copyOf(all);
    }

    private record Verified(Verification.Result result, List<String> notes) implements Answer {
        private Verified {
            notes = LedgerReplay.notes(notes, result.made(), result.skipped());
        }

        @Override
        public boolean same() {
            return result.different() == 0;
        }

        @Override
        public String text(int width, TerminalStyle style) {
            var page = new Page(width, style);
            String times = " from " + ExplainText.TIME.format(result.from()) + " to "
                    + ExplainText.TIME.format(result.to()) + " UTC";
            result.first()
                    .ifPresentOrElse(
                            first -> {
                                page.line(
                                        0,
                                        result.different() + " of " + result.made() + " decisions" + times
                                                + " do not come out as they were recorded. The first:");
                                page.line(2, "decision " + first.id() + " (" + first.where() + ")");
                                page.line(2, first.difference().toString());
                            },
                            () -> page.line(
                                    0,
                                    result.made() + " decisions" + times
                                            + " come out as they were recorded, bit for bit."));
            if (!result.otherVersions().isEmpty()) {
                page.dim(
                        0,
                        "Written by planner " + String.join(", ", result.otherVersions())
                                + "; another release may decide or word things differently.");
            }
            return page.toString();
        }
    }

    private record Changed(Tally tally, List<String> changes, List<String> remarks, List<String> notes)
            implements Answer {
        private Changed {
            notes = LedgerReplay.notes(notes, tally.decisions(), tally.skipped());
        }

        @Override
        public boolean same() {
            return true;
        }

        @Override
        public String text(int width, TerminalStyle style) {
            return WhatIfText.render(tally, changes, remarks, width, style);
        }
    }
}
