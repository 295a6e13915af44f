package io.dynamoplanner.power.command;

import io.dynamoplanner.power.agent.Action;
import io.dynamoplanner.power.agent.BoardReport;
import io.dynamoplanner.power.agent.Report;
import io.dynamoplanner.power.cap.Decision;
import io.dynamoplanner.power.cap.Occupants;
import io.dynamoplanner.power.cap.PodCap;
import io.dynamoplanner.power.device.BoardReading;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A pass for people: one block for each board. */
final class ReportText {
    private static final double MILLI = 1000;

    String of(Report report) {
        var text = new StringBuilder();
        report.obstacle()
                .ifPresent(why -> text.append("not ready: ").append(why).append("\n\n"));
        report.boards().forEach(board -> board(text, board));
        if (report.boards().isEmpty() && report.device().isEmpty()) {
            text.append("there is no board on this machine\n");
        }
        return text.toString();
    }

    private static void board(StringBuilder text, BoardReport board) {
        String name = board.reading().map(BoardReading::name).orElse("");
        text.append(String.format(
                Locale.ROOT,
                "GPU %d  %s  %s%n",
                board.board().index(),
                board.board().uuid(),
                name));
        board.reading().ifPresent(reading -> {
            line(
                    text,
                    "limit",
                    watts(OptionalLong.of(reading.limitMilliwatts()))
                            + ", enforced " + watts(reading.enforcedMilliwatts())
                            + ", default " + watts(reading.defaultMilliwatts())
                            + reading.range()
                                    .map(range -> ", range " + range.minWatts() + " to " + range.maxWatts() + " W")
                                    .orElse(", range unknown"));
            line(
                    text,
                    "draw",
                    watts(reading.usageMilliwatts())
                            + reading.throttled()
                                    .filter(throttle -> throttle != BoardReading.Throttle.NOTHING)
                                    .map(throttle -> ", held down by "
                                            + throttle.name()
                                                    .toLowerCase(Locale.ROOT)
                                                    .replace('_', ' '))
                                    .orElse("")
                            + (reading.mig() ? ", split into instances (MIG)" : "")
                            + reading.persistent()
                                    .filter(on -> !on)
                                    .map(off -> "; persistence mode is off: a limit is lost with the last client")
                                    .orElse(""));
        });
        board.error().ifPresent(error -> line(text, "error", error.toString()));
        line(text, "used by", used(board.occupants()));
        board.owned()
                .ifPresent(owned ->
                        line(text, "ours since", owned.since() + ", limit before " + watts(owned.priorMilliwatts())));
        line(text, "decision", decision(board));
        line(text, "because", board.decision().why());
        text.append('\n');
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(String.format(Locale.ROOT, "  %-11s %s%n", label, value));
    }

    private static String watts(OptionalLong milliwatts) {
        return milliwatts.isPresent()
                ? String.format(Locale.ROOT, "%.0f W", milliwatts.getAsLong() / MILLI)
                : "unknown";
    }

    private static String used(Occupants occupants) {
        if (occupants instanceof Occupants.Unknown unknown) {
            return "unknown: " + unknown.why();
        }
        if (occupants instanceof Occupants.Somebody somebody) {
            String pods = somebody.pods().stream().map(PodCap::path).collect(Collectors.joining(", "));
            String others = somebody.others() == 0 ? "" : somebody.others() + " without the annotation";
            return pods.isEmpty() || others.isEmpty() ? pods + others : pods + " and " + others;
        }
        return "nobody";
    }

    private static String decision(BoardReport board) {
        String limit = board.decision()
                .chosen()
                .map(target -> String.format(Locale.ROOT, "%.0f W", target.milliwatts() / MILLI))
                .orElse("");
        boolean set = board.decision() instanceof Decision.Set;
        String done = switch (board.action().kind()) {
            case WRITTEN -> "set to " + limit;
            case RELEASED -> "given back";
            case WOULD -> "would " + (set ? "set " + limit : "give back");
            case FAILED, BACKING_OFF, NOT_RECORDED, HELD_BACK -> "not changed";
            case NONE ->
                board.decision() instanceof Decision.Wait
                        ? "wait, then " + limit
                        : limit.isEmpty() ? "leave alone" : "keep at " + limit;
        };
        return board.action().detail().isEmpty() || board.action().kind() == Action.Kind.WOULD
                ? done
                : done + ": " + board.action().detail();
    }
}
