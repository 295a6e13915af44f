package io.dynamoplanner.power.agent;

import io.dynamoplanner.power.device.DeviceError;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a pass of the agent found and did.
 *
 * @param stale why the pods are not known for sure; empty if they are
 * @param device why no board could be seen at all
 * @param complete whether every board could be identified
 * @param state what is wrong with the state file
 * @param stateFailures how often it could not be written, since the start
 * @param recovered boards that were given back that an earlier process had limited, in this pass
 * @param owned how many boards are ours, those included that are not visible; empty while the state file cannot be used,
 *     because nobody knows then
 * @param uninstalling whether all boards are being given back
 */
public record Report(
        Instant at,
        String stale,
        Optional<DeviceError> device,
        boolean complete,
        Optional<String> state,
        long stateFailures,
        int recovered,
        OptionalInt owned,
        boolean emergency,
        boolean uninstalling,
        List<BoardReport> boards) {
    public Report {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(stale, "stale");
        boards = List.copyOf(boards);
    }

    /** Why the agent cannot do its work; empty if it can. */
    public Optional<String> obstacle() {
        return device.map(DeviceError::toString)
                .or(() -> state)
                .or(() -> stale.isEmpty() ? Optional.empty() : Optional.of(stale))
                .or(() -> boards.stream()
                        .flatMap(board -> board.error().stream())
                        .filter(error -> error.kind() == DeviceError.Kind.NO_PERMISSION)
                        .map(DeviceError::toString)
                        .findFirst());
    }
}
