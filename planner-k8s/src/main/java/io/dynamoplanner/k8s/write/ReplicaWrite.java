package io.dynamoplanner.k8s.write;

import io.dynamoplanner.core.finding.Finding.Severity;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.k8s.call.Answer;
import io.dynamoplanner.k8s.call.ApiServer;
import io.dynamoplanner.k8s.call.Call;
import io.dynamoplanner.k8s.write.ReplicaField.Found;
import java.time.Duration;
import java.util.Optional;

/**
 * One write with its attempts. What an answer means:
 *
 * <ul>
 *   <li>a conflict: read again; go on only if the count is still the one that the decision was made for;
 *   <li>too many requests: wait as long as the server asks for;
 *   <li>an error of the server, or no answer: wait, then read again, because the write may have landed;
 *   <li>a missing right, an object that is gone, a count that is not accepted: no further attempt.
 * </ul>
 */
final class ReplicaWrite {
    private final ApiServer server;
    private final Attempts attempts;
    private final int from;
    private final int to;
    private final int mostConflicts;

    private ReplicaField field;
    private boolean unanswered;
    private int conflicts;
    private String trouble = "the deadline left no time for an attempt";

    ReplicaWrite(ApiServer server, Attempts attempts, ReplicaField field, int to, int mostConflicts) {
        this.server = server;
        this.attempts = attempts;
        this.field = field;
        this.from = field.replicas();
        this.to = to;
        this.mostConflicts = mostConflicts;
    }

    /** Whether the count has been written. */
    enum Landed {
        YES,
        NO,
        PERHAPS
    }

    /** @param field as the write has left it, or would have */
    record Result(Written written, ReplicaField field, Landed landed) {}

    Result run() {
        while (true) {
            Optional<Result> end = attempt();
            if (end.isPresent()) {
                return end.get();
            }
        }
    }

    /** One request; empty if another one is due. */
    private Optional<Result> attempt() {
        if (!attempts.leads()) {
            return unanswered
                    ? end(new Outcome.Failed(trouble + "; leadership was lost before it was clear whether it landed"))
                    : end(new Outcome.Rejected("not the leader any more"));
        }
        Duration time = attempts.forWrite();
        if (!isPositive(time)) {
            return givenUp();
        }
        Answer answer = server.send(field.write(to), time);
        if (answer instanceof Answer.Done done) {
            return landed(field.with(to, done.resourceVersion()));
        }
        trouble = answer.line();
        if (answer instanceof Answer.Refused refused) {
            return refused(refused);
        }
        unanswered = true;
        return reread(attempts.afterFailure());
    }

    private Optional<Result> refused(Answer.Refused refused) {
        if (refused.mayBeDone()) {
            unanswered = true;
            return reread(refused.retryAfter().orElseGet(attempts::afterFailure));
        }
        return switch (refused.code()) {
            case 409 -> conflict();
            case 422 -> notAccepted(refused);
            case 429 ->
                attempts.pause(refused.retryAfter().orElseGet(attempts::afterFailure)) ? Optional.empty() : givenUp();
            default -> refusedForGood(refused);
        };
    }

    private Optional<Result> conflict() {
        conflicts++;
        return conflicts > mostConflicts
                ? end(new Outcome.Deferred("the object changed " + conflicts + " times while it was being written"))
                : reread(attempts.afterConflict());
    }

    /**
     * A JSON patch with a condition that fails is answered in the same way as one with a value that is not accepted. What
     * tells them apart is whether the object has changed.
     */
    private Optional<Result> notAccepted(Answer.Refused refused) {
        if (!(field instanceof ReplicaField.InList)) {
            return end(new Outcome.Rejected(refused.message()));
        }
        ReplicaField before = field;
        Optional<Result> moved = conflict();
        return moved.isEmpty() && field.equals(before) ? end(new Outcome.Rejected(refused.message())) : moved;
    }

    private Optional<Result> refusedForGood(Answer.Refused refused) {
        if (refused.lacksRight()) {
            return end(Written.of(new Outcome.Failed(refused.line()), refused.permissionMissing(Severity.BLOCKING)));
        }
        return switch (refused.code()) {
            // An admission webhook says no with this code.
            case 403 -> end(new Outcome.Rejected(refused.message()));
            case 404 ->
                field instanceof ReplicaField.OfAdapter
                        ? end(new Outcome.Deferred("the scaling adapter is gone: " + refused.message()))
                        : end(new Outcome.Failed(refused.line()));
            default -> end(new Outcome.Failed(refused.line()));
        };
    }

    /** Waits, reads the object and judges what it shows; empty if the write is due again. */
    private Optional<Result> reread(Duration pause) {
        Duration wait = pause;
        while (attempts.pause(wait)) {
            Answer answer = server.send(Call.get(field.object()), attempts.forRead());
            if (answer instanceof Answer.Done done) {
                return judge(done);
            }
            trouble = answer.line();
            if (answer instanceof Answer.Refused refused) {
                if (refused.code() != 429 && !refused.mayBeDone()) {
                    return refusedForGood(refused);
                }
                wait = refused.retryAfter().orElseGet(attempts::afterFailure);
            } else {
                wait = attempts.afterFailure();
            }
        }
        return givenUp();
    }

    private Optional<Result> judge(Answer.Done done) {
        Found found = field.in(done.object());
        if (found instanceof Found.Nowhere nowhere) {
            return end(nowhere.written());
        }
        field = ((Found.At) found).field();
        if (field.replicas() == to) {
            return unanswered ? landed(field) : end(new Outcome.Unchanged());
        }
        if (field.replicas() != from) {
            String writer = FieldWriters.lastOf(done.object(), field.managedPath())
                    .map(name -> " by " + name)
                    .orElse("");
            unanswered = false;
            return end(new Outcome.Deferred("replicas changed to " + field.replicas() + writer + " meanwhile"));
        }
        return Optional.empty();
    }

    /** No time is left. A write without an answer is looked for once more. */
    private Optional<Result> givenUp() {
        if (!unanswered) {
            return end(new Outcome.Deferred(trouble));
        }
        Duration time = attempts.forRead();
        if (isPositive(time) && server.send(Call.get(field.object()), time) instanceof Answer.Done done) {
            Optional<Result> seen = judge(done);
            return seen.isPresent() ? seen : end(new Outcome.Failed(trouble + "; it has not been written so far"));
        }
        return end(new Outcome.Failed(trouble + "; whether it has been written is not known"));
    }

    private Optional<Result> landed(ReplicaField now) {
        return Optional.of(new Result(Written.of(new Outcome.Applied()), now, Landed.YES));
    }

    private Optional<Result> end(Outcome outcome) {
        return end(Written.of(outcome));
    }

    private Optional<Result> end(Written written) {
        Landed landed = unanswered ? Landed.PERHAPS : Landed.NO;
        return Optional.of(new Result(written, field.with(to, field.resourceVersion()), landed));
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }
}
