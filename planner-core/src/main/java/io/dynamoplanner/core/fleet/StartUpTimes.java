package io.dynamoplanner.core.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How long new replicas of one role take from being asked for to serving, learned by watching those that this planner
 * asked for.
 *
 * <p>Only what is beyond doubt teaches: every replica that is missing is one of those asked for, the specified count is the
 * one that was written, nothing is being updated and none that served was lost. Whatever else is seen ends the watch,
 * until the next growth from a whole fleet. So replicas that others added, that were there at the start, or that are
 * replaced teach nothing.
 *
 * @param seconds times that were seen, oldest first, s
 * @param watch replicas that are being waited for; empty before the first look
 */
public record StartUpTimes(List<Double> seconds, Optional<Watch> watch) {
    public static final StartUpTimes NONE = new StartUpTimes(List.of(), Optional.empty());

    /** As many as tell a high quantile; older ones may be of another node pool or image. */
    private static final int REMEMBERED = 32;

    /** Fewer may all be of one lucky node. */
    private static final int ENOUGH = 5;

    /** Nine starts in ten are over by then; the slowest of a few is one that had to pull its image. */
    private static final double QUANTILE = 0.9;

    /** Who waits longer waits for something else than a start, such as a free node. */
    private static final double LONGEST_S = 1800;

    /** A time that moved by less than this share is not worth a write. */
    private static final double NOTICEABLE = 0.05;

    public StartUpTimes {
        seconds = List.copyOf(seconds);
        Objects.requireNonNull(watch, "watch");
    }

    /**
     * Replicas that are being waited for.
     *
     * @param looked when the role was looked at last
     * @param specified replicas that should be specified now
     * @param ready replicas that served then
     * @param waves those that were asked for and do not serve yet, oldest first
     */
    public record Watch(Instant looked, int specified, int ready, List<Wave> waves) {
        public Watch {
            waves = List.copyOf(waves);
        }

        private int missing() {
            return waves.stream().mapToInt(Wave::replicas).sum();
        }
    }

    /** Replicas that were asked for at the same time. */
    public record Wave(Instant asked, int replicas) {}

    /** What is known of start-up times without the replicas that are being waited for, as it can be handed over. */
    public StartUpTimes unwatched() {
        return new StartUpTimes(seconds, Optional.empty());
    }

    /** After a look at the role. */
    public StartUpTimes seen(RoleFleet fleet, Instant now) {
        if (fleet.rollout() == RoleFleet.Rollout.UNKNOWN) {
            return this;
        }
        Watch none = new Watch(now, fleet.desired(), fleet.ready(), List.of());
        if (watch.isEmpty() || !trusted(fleet, watch.get())) {
            return new StartUpTimes(seconds, Optional.of(none));
        }
        Watch last = watch.get();
        int started = fleet.ready() - last.ready();
        // it served at some time since the last look; in the middle of it the error is least
        Instant served = last.looked().plus(Duration.between(last.looked(), now).dividedBy(2));
        var times = new ArrayList<>(seconds);
        var waiting = new ArrayList<Wave>();
        for (Wave wave : last.waves()) {
            int of = Math.min(started, wave.replicas());
            started -= of;
            for (int i = 0; i < of; i++) {
                double took = Duration.between(wave.asked(), served).toMillis() / 1e3;
                times.add(Math.min(LONGEST_S, took));
            }
            if (of < wave.replicas()) {
                waiting.add(new Wave(wave.asked(), wave.replicas() - of));
            }
        }
        return new StartUpTimes(
                times.subList(Math.max(0, times.size() - REMEMBERED), times.size()),
                Optional.of(new Watch(now, fleet.desired(), fleet.ready(), waiting)));
    }

    private static boolean trusted(RoleFleet fleet, Watch last) {
        // stuck ones that come up after all are slow starts, and those matter most
        boolean known = fleet.rollout() == RoleFleet.Rollout.SETTLED
                || fleet.rollout() == RoleFleet.Rollout.SCALING
                || fleet.rollout() == RoleFleet.Rollout.STUCK;
        return known
                && fleet.desired() == last.specified()
                && fleet.ready() >= last.ready()
                && fleet.ready() - last.ready() <= last.missing();
    }

    /**
     * After a decision about the role, made at the look before.
     *
     * @param replicas the count that is specified from now on
     */
    public StartUpTimes asked(RoleFleet fleet, int replicas, Instant now) {
        if (watch.isEmpty()) {
            return this;
        }
        Watch last = watch.get();
        var waves = new ArrayList<>(last.waves());
        int more = replicas - fleet.desired();
        if (more < 0 || fleet.desired() - fleet.ready() != last.missing()) {
            waves.clear();
        } else if (more > 0) {
            waves.add(new Wave(now, more));
        }
        return new StartUpTimes(seconds, Optional.of(new Watch(now, replicas, fleet.ready(), waves)));
    }

    /** The time in which most replicas started; empty as long as too few were seen. */
    public Optional<Duration> expected() {
        if (seconds.size() < ENOUGH) {
            return Optional.empty();
        }
        List<Double> sorted = seconds.stream().sorted().toList();
        double high = sorted.get((int) Math.ceil(QUANTILE * sorted.size()) - 1);
        return Optional.of(Duration.ofMillis((long) (high * 1e3)));
    }

    /** Whether somebody who knows this instead of {@code older} expects a noticeably different time, or will sooner. */
    public boolean differsFrom(StartUpTimes older) {
        if (expected().isEmpty() || older.expected().isEmpty()) {
            return Math.min(ENOUGH, seconds.size()) != Math.min(ENOUGH, older.seconds.size());
        }
        double mine = expected().get().toMillis();
        double theirs = older.expected().get().toMillis();
        return Math.abs(mine - theirs) > NOTICEABLE * theirs;
    }
}
