package io.dynamoplanner.k8s.write;

import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.k8s.call.Answer;
import io.dynamoplanner.k8s.call.ApiServer;
import io.dynamoplanner.k8s.call.Call;
import io.dynamoplanner.k8s.graph.Component;
import io.dynamoplanner.k8s.graph.Graph;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import io.dynamoplanner.k8s.lease.Leadership;
import io.dynamoplanner.k8s.write.ReplicaField.Found;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * Writes the replica count of a component: to its scaling adapter if it has one, else to the graph.
 *
 * <p>A write says what it expects to find, so that a change by somebody else is noticed and never overwritten. Nothing is
 * read beforehand: what is expected comes from the caches. Only a conflict or a lost answer makes the writer read the object
 * again. A count that stands there already is not written once more.
 *
 * <p>Whether anything may be written at all is decided before, by the write gateway; only leadership is looked at again
 * before every request, because attempts may go on for a while. Safe for use by several threads, one at a time for one graph.
 */
public final class ReplicaWriter {
    private final ApiServer server;
    private final Leadership leadership;
    private final Expectations expectations;
    private final WriteSettings settings;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;

    /**
     * @param expectations learns of every write
     * @param random spreads attempts after a conflict
     */
    public ReplicaWriter(
            ApiServer server,
            Leadership leadership,
            Expectations expectations,
            WriteSettings settings,
            InstantSource clock,
            Sleeper sleeper,
            RandomGenerator random) {
        this.server = server;
        this.leadership = leadership;
        this.expectations = expectations;
        this.settings = settings;
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
    }

    /**
     * Writes a count. Blocks until it is clear what became of it, or until the deadline.
     *
     * @param component of the graph in {@code seen}
     * @param from the count that the decision was made for: that of {@link Sighting#desired()}
     * @param to the count to write
     * @param deadline when to give up
     * @return Applied; Unchanged if the count is there already; Deferred if the situation is not, or no longer, the one that
     *     the decision was made for; Rejected if the server or the graph does not allow this count; Failed otherwise
     */
    public Written write(GraphSnapshot seen, Component component, int from, int to, Instant deadline) {
        Graph graph = seen.graph();
        Optional<Outcome> refusal = outOfBounds(graph, component, to);
        if (refusal.isPresent()) {
            return Written.of(refusal.get());
        }
        Found found = Whereabouts.of(seen, component);
        if (found instanceof Found.Nowhere nowhere) {
            return nowhere.written();
        }
        Instant now = clock.instant();
        ReplicaField field = expectations.ahead(graph, component, ((Found.At) found).field(), now);
        if (field.replicas() == to) {
            return Written.of(new Outcome.Unchanged());
        }
        if (field.replicas() != from) {
            return Written.of(new Outcome.Deferred("the decision was made for " + from + " replicas of "
                    + component.name() + ", but " + field.replicas() + " are specified"));
        }
        Instant earliest = expectations.lastWrite(graph, component);
        if (to > from && !earliest.equals(Instant.MIN) && now.isBefore(earliest.plus(settings.spacing()))) {
            return Written.of(new Outcome.Deferred("component " + component.name() + " was written at " + earliest
                    + "; it may grow again " + settings.spacing().toSeconds() + " s later"));
        }
        return send(graph, component, field, to, deadline);
    }

    private Written send(Graph graph, Component component, ReplicaField field, int to, Instant deadline) {
        var attempts = new Attempts(clock, sleeper, random, leadership, settings.requestTimeout(), deadline);
        ReplicaWrite.Result result = new ReplicaWrite(server, attempts, field, to, settings.conflicts()).run();
        ReplicaField written = result.field();
        switch (result.landed()) {
            case YES -> expectations.wrote(graph, component, field.replicas(), written, clock.instant());
            case PERHAPS -> expectations.mayHaveWritten(graph, component, field.replicas(), written, clock.instant());
            case NO -> {}
        }
        return result.written();
    }

    /**
     * Asks the server who wrote the replicas of a component last. One read; for the rare case that somebody else has.
     *
     * @return empty if the server does not know, or does not answer
     */
    public Optional<String> lastWriter(GraphSnapshot seen, Component component) {
        if (Whereabouts.of(seen, component) instanceof Found.At at
                && server.send(Call.get(at.field().object()), settings.requestTimeout()) instanceof Answer.Done done) {
            return FieldWriters.lastOf(done.object(), at.field().managedPath());
        }
        return Optional.empty();
    }

    private static Optional<Outcome> outOfBounds(Graph graph, Component component, int to) {
        if (graph.deleting()) {
            return Optional.of(new Outcome.Deferred("graph " + graph.id() + " is being deleted"));
        }
        if (to < 0) {
            return Optional.of(
                    new Outcome.Rejected("replicas of " + component.name() + " must not be negative, got " + to));
        }
        OptionalInt least = component.minAvailable();
        if (to > 0 && least.isPresent() && to < least.getAsInt()) {
            return Optional.of(
                    new Outcome.Rejected(to + " replicas of " + component.name() + " are below its minAvailable of "
                            + least.getAsInt() + ", which the API server refuses; raise the minimum of the policy"));
        }
        return Optional.empty();
    }
}
