package io.dynamoplanner.power.agent;

import io.dynamoplanner.power.agent.Action.Kind;
import io.dynamoplanner.power.cap.Decision.Target;
import io.dynamoplanner.power.cap.Owned;
import io.dynamoplanner.power.cap.PodCap;
import io.dynamoplanner.power.cap.Wish;
import io.dynamoplanner.power.device.Actuator;
import io.dynamoplanner.power.device.BoardReading;
import io.dynamoplanner.power.device.DeviceError;
import io.dynamoplanner.power.device.Outcome;
import io.dynamoplanner.power.device.PowerLimit;
import io.dynamoplanner.power.state.Ownership;
import io.dynamoplanner.power.state.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The only place that changes a board. A limit is set in three steps, and given back in two:
 *
 * <pre>
 *   1  the file says what the limit was and what it will be       1  the prior limit is put back
 *   2  the board is told                                          2  the file forgets the board
 *   3  the file says what it is
 * </pre>
 *
 * After a crash between any two, the file still says what to put back.
 */
final class BoardWriter {
    /** The board has said no. After anything else it may have said yes, or may still; then the intent stands. */
    private static final Set<DeviceError.Kind> REFUSALS =
            Set.of(DeviceError.Kind.NO_PERMISSION, DeviceError.Kind.NOT_SUPPORTED, DeviceError.Kind.MOVED);

    private final Actuator<PowerLimit> actuator;
    private final Ownership ownership;
    private final Step.Listener steps;

    BoardWriter(Actuator<PowerLimit> actuator, Ownership ownership, Step.Listener steps) {
        this.actuator = actuator;
        this.ownership = ownership;
        this.steps = steps;
    }

    /**
     * How a write went.
     *
     * @param limit what the board has now, where that is known
     */
    record Result(Action action, OptionalLong limit, Optional<DeviceError> error) {}

    /** Sets a limit. */
    Result set(BoardReading board, Target target, Instant now) {
        String uuid = board.board().uuid();
        List<PodCap> pods = target.wish().map(Wish::pods).orElse(List.of());
        Optional<Owned> before = ownership.of(uuid);
        Owned intent = before.map(owned -> owned.intend(target.milliwatts(), target.emergency(), now, pods))
                .orElseGet(() ->
                        Owned.intent(board.limitMilliwatts(), target.milliwatts(), target.emergency(), now, pods));
        boolean recorded = ownership.intend(uuid, intent);
        if (!recorded && !mayFallUnrecorded(board, target, before)) {
            return new Result(
                    new Action(
                            Kind.NOT_RECORDED,
                            ownership.unusable().or(ownership::unwritten).orElse("")),
                    OptionalLong.empty(),
                    Optional.empty());
        }
        if (recorded) {
            steps.reached(Step.INTENT_RECORDED);
        } else {
            ownership.settle(uuid, intent);
        }
        Outcome<PowerLimit> outcome = actuator.apply(uuid, new PowerLimit(target.milliwatts()));
        if (outcome.error().isPresent()) {
            DeviceError error = outcome.error().get();
            if (REFUSALS.contains(error.kind())) {
                undo(uuid, before);
            }
            return new Result(new Action(Kind.FAILED, error.toString()), OptionalLong.empty(), Optional.of(error));
        }
        steps.reached(Step.LIMIT_SET);
        long limit = outcome.value().orElseThrow().milliwatts();
        ownership.settle(uuid, intent.applied(limit));
        steps.reached(Step.LIMIT_RECORDED);
        return new Result(new Action(Kind.WRITTEN, ""), OptionalLong.of(limit), Optional.empty());
    }

    /** The file already says what to put back, and less power must not wait for a disk. */
    private boolean mayFallUnrecorded(BoardReading board, Target target, Optional<Owned> before) {
        return before.flatMap(BoardWriter::prior).isPresent()
                && ownership.unusable().isEmpty()
                && target.milliwatts() < board.limitMilliwatts();
    }

    private static Optional<Long> prior(Owned owned) {
        return owned.priorMilliwatts().isPresent()
                ? Optional.of(owned.priorMilliwatts().getAsLong())
                : Optional.empty();
    }

    private void undo(String uuid, Optional<Owned> before) {
        if (before.isPresent()) {
            ownership.settle(uuid, before.get());
        } else {
            ownership.retire(uuid);
        }
    }

    /**
     * Gives a board back. Its limit is raised to what it was before, or lowered to it where the limit is one that we wrote.
     * A higher limit that somebody else has set stays.
     *
     * @param standard the board's own default, for boards of which the prior limit is not known
     */
    Result release(String uuid, Owned owned, OptionalLong standard) {
        OptionalLong prior = owned.priorMilliwatts().isPresent() ? owned.priorMilliwatts() : standard;
        if (prior.isEmpty()) {
            return failed(new DeviceError(
                    DeviceError.Kind.TRANSIENT, "release", 0, "neither the prior nor the default limit is known"));
        }
        Outcome<PowerLimit> current = actuator.current(uuid);
        if (current.error().isPresent()) {
            return failed(current.error().get());
        }
        long limit = current.value().orElseThrow().milliwatts();
        long back = prior.getAsLong();
        steps.reached(Step.RESTORE_BEGUN);
        if (limit < back || (limit > back && owned.wrote(limit))) {
            Outcome<PowerLimit> restored = actuator.apply(uuid, new PowerLimit(back));
            if (restored.error().isPresent()) {
                return failed(restored.error().get());
            }
            limit = restored.value().orElseThrow().milliwatts();
        }
        steps.reached(Step.LIMIT_RESTORED);
        ownership.retire(uuid);
        steps.reached(Step.OWNERSHIP_RETIRED);
        return new Result(new Action(Kind.RELEASED, ""), OptionalLong.of(limit), Optional.empty());
    }

    private static Result failed(DeviceError error) {
        return new Result(new Action(Kind.FAILED, error.toString()), OptionalLong.empty(), Optional.of(error));
    }
}
