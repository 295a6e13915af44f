package io.dynamoplanner.k8s.reconcile;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.finding.Finding.Severity;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the changes of graphs come in, judged by checks at regular times; and if they do not, why. A watch that is being
 * renewed is away for a moment, so a few checks have to miss it before that is trouble.
 */
final class WatchHealth {
    private static final int MISSES = 3;

    private final ControllerRun<?> run;
    private final GraphSelection selection;
    private final InstantSource clock;
    private final Backoff backoff;
    private int misses;
    private Instant missingSince = Instant.MIN;
    private Instant nextDiagnosis = Instant.MIN;
    private @Nullable KubernetesClientException reason;

    WatchHealth(ControllerRun<?> run, ControllerSettings settings, InstantSource clock) {
        this.run = run;
        this.selection = settings.graphs();
        this.clock = clock;
        this.backoff = new Backoff(settings.firstRetry(), settings.longestRetry());
    }

    /**
     * Looks at the watch, and asks the server for the reason if it has been away for long.
     *
     * @return whether the server has just said that there is no such kind
     */
    boolean check() {
        if (run.isWatching()) {
            misses = 0;
            reason = null;
            nextDiagnosis = Instant.MIN;
            backoff.reset();
            return false;
        }
        Instant now = clock.instant();
        missingSince = misses == 0 ? now : missingSince;
        misses++;
        if (!isMissed() || now.isBefore(nextDiagnosis)) {
            return false;
        }
        reason = run.diagnose().orElse(null);
        nextDiagnosis = now.plus(backoff.next());
        return reason != null && ApiTrouble.isNotFound(reason);
    }

    /** Whether graphs may have changed without anybody noticing. */
    boolean isMissed() {
        return misses >= MISSES;
    }

    Finding finding() {
        String subject = ServedKinds.GRAPHS + "." + GraphApi.GROUP + " in " + selection.where();
        if (!isMissed()) {
            return run.isSeen()
                    ? Finding.ok("graphs-watched", subject, "changes are seen as they happen")
                    : Finding.blocking("graphs-not-watched", subject, "waiting for the first list", "");
        }
        var severity = run.isSeen() ? Severity.WARNING : Severity.BLOCKING;
        ApiTrouble trouble = run.isSeen()
                ? trouble(selection, "graphs are looked at as they were at " + missingSince)
                : neverSeen(selection);
        return Optional.ofNullable(reason)
                .map(error -> trouble.finding(severity, error))
                .orElseGet(() -> new Finding(
                        "graphs-not-watched",
                        severity,
                        subject,
                        "they can be listed, but no watch comes about; until then " + trouble.missed(),
                        "check that the planner's role has the verb watch for them"));
    }

    /** Graphs that have never been listed. */
    static ApiTrouble neverSeen(GraphSelection selection) {
        return trouble(selection, "no graph is looked after");
    }

    private static ApiTrouble trouble(GraphSelection selection, String missed) {
        return new ApiTrouble(GraphApi.GROUP, ServedKinds.GRAPHS, selection.where(), missed);
    }

    /** Findings beside {@link #finding()}: the graph that was named and is not there. */
    static List<Finding> missing(GraphSelection selection, ControllerRun<?> run) {
        return selection
                .only()
                .filter(graph -> run.isSeen() && !run.isCached(graph))
                .map(graph -> Finding.blocking(
                        "graph-not-found",
                        "graph " + graph,
                        "Parent DynamoGraphDeployment not found (name: '" + graph.name() + "' in namespace '"
                                + graph.namespace() + "')",
                        "create it, or correct the name or the namespace"))
                .stream()
                .toList();
    }
}
