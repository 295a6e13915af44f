package io.dynamoplanner.power.metrics;

import io.dynamoplanner.power.agent.Action;
import io.dynamoplanner.power.agent.Agent;
import io.dynamoplanner.power.agent.BoardReport;
import io.dynamoplanner.power.agent.ClusterView;
import io.dynamoplanner.power.agent.Report;
import io.dynamoplanner.power.cap.Decision;
import io.dynamoplanner.power.cap.Wish.Basis;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One line for what is new; nothing while all stays as it is. */
public final class AgentLog implements Agent.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(AgentLog.class);
    private static final long MILLI = 1000;

    private final Map<String, String> said = new HashMap<>();
    private Optional<String> obstacle = Optional.empty();
    private boolean begun;

    @Override
    public void passed(Report report, ClusterView view, Duration took) {
        if (!begun || !obstacle.equals(report.obstacle())) {
            report.obstacle()
                    .ifPresentOrElse(
                            why -> LOG.warn("not ready: {}", why),
                            () -> LOG.info(
                                    "ready: {} boards, {} of them limited by the agent, {} pods with the annotation",
                                    report.boards().size(),
                                    report.owned().orElse(0),
                                    view.pods().all().size()));
            obstacle = report.obstacle();
            begun = true;
        }
        report.boards().forEach(this::board);
    }

    private void board(BoardReport board) {
        String line = line(board);
        Action.Kind kind = board.action().kind();
        // that a limit which was just set is still there is nothing new
        boolean settled = kind == Action.Kind.WRITTEN || board.decision() instanceof Decision.Hold;
        String key = (settled ? "" : board.decision().getClass().getSimpleName() + kind)
                + board.decision().why()
                + board.disagreement()
                + board.foreign()
                + chosen(board.decision());
        boolean said = key.equals(this.said.put(board.board().uuid(), key));
        if (!said || kind == Action.Kind.WRITTEN) {
            LOG.atLevel(level(board)).log(line);
        }
    }

    private static Level level(BoardReport board) {
        boolean failed =
                board.action().kind() == Action.Kind.FAILED || board.action().kind() == Action.Kind.NOT_RECORDED;
        boolean unusable = board.decision()
                .wish()
                .filter(wish -> wish.basis() == Basis.UNUSABLE || wish.basis() == Basis.CONFLICT)
                .isPresent();
        if (failed || unusable) {
            return Level.ERROR;
        }
        boolean remarkable = board.error().isPresent()
                || board.foreign()
                || !board.disagreement().isEmpty();
        return remarkable ? Level.WARN : Level.INFO;
    }

    private static String line(BoardReport board) {
        var line = new StringBuilder("board ")
                .append(board.board().index())
                .append(' ')
                .append(board.board().uuid());
        line.append(": ")
                .append(what(board))
                .append("; ")
                .append(board.decision().why());
        if (!board.action().detail().isEmpty()) {
            line.append("; ").append(board.action().detail());
        }
        if (!board.disagreement().isEmpty()) {
            line.append("; ").append(board.disagreement());
        }
        return line.toString();
    }

    private static String what(BoardReport board) {
        String limit = chosen(board.decision());
        return switch (board.action().kind()) {
            case WRITTEN -> "limit is now " + limit;
            case RELEASED -> "given back";
            case FAILED -> "the limit cannot be changed";
            case NOT_RECORDED, BACKING_OFF, HELD_BACK -> "the limit is not changed";
            case WOULD -> "would " + (board.decision() instanceof Decision.Set ? "set " + limit : "give back");
            case NONE -> limit.isEmpty() ? "left alone" : "wanted limit " + limit;
        };
    }

    private static String chosen(Decision decision) {
        return decision.chosen()
                .map(target -> target.milliwatts() / MILLI + " W")
                .orElse("");
    }
}
