package io.dynamoplanner.sim.engine;

import io.dynamoplanner.sim.event.Agenda;
import io.dynamoplanner.sim.event.TimedHeap;

/**
 * The requests that one engine decodes together, and their KV reservations.
 *
 * <p>All members get their tokens at the same pace, which changes only when somebody joins or leaves. So the engine has
 * one token clock that counts the tokens given to each member; a member that joins at reading {@code v} with {@code m}
 * tokens to go is done at reading {@code v + m}, whatever happens to the pace in between. Members wait in a heap by that
 * reading, and a join or a leave costs a logarithm of the batch size instead of a change to each member.
 *
 * <p>KV room is reserved for input and output together when a request is taken on. Real engines allocate as tokens come
 * and preempt when they run out; a reservation is the same limit without the preemptions.
 */
public final class DecodeBatch {
    private final Pace pace;
    private final long kvLimit;
    private final int maxRequests;
    private final PassMeter passes;
    private final TimedHeap members = new TimedHeap();
    private long reservedKv;
    private int reservations;
    private long doubledContextSum;
    private double clock;
    private double clockAt;
    private double secondsPerToken = 1;
    private boolean paused;

    /**
     * @param pace the pace of the engine
     * @param kvLimit KV capacity, tokens
     * @param maxRequests most requests at the same time
     * @param passes told of the passes
     */
    public DecodeBatch(Pace pace, long kvLimit, int maxRequests, PassMeter passes) {
        this.pace = pace;
        this.kvLimit = kvLimit;
        this.maxRequests = maxRequests;
        this.passes = passes;
    }

    /** The batch of an engine that never decodes: it has room for nobody. */
    public static DecodeBatch none(PassMeter passes) {
        return new DecodeBatch((concurrency, contextLength) -> Double.POSITIVE_INFINITY, 0, 0, passes);
    }

    /** Whether a request that needs {@code kvTokens} can be taken on. */
    public boolean hasRoom(long kvTokens) {
        return reservedKv + kvTokens <= kvLimit && reservations < maxRequests;
    }

    /** Takes {@code kvTokens} for one more request; there must be room. */
    public void reserve(long kvTokens) {
        if (!hasRoom(kvTokens)) {
            throw new IllegalStateException("no room for " + kvTokens + " KV tokens: " + reservations
                    + " requests have " + reservedKv + " of " + kvLimit);
        }
        reservedKv += kvTokens;
        reservations++;
    }

    public void release(long kvTokens) {
        reservedKv -= kvTokens;
        reservations--;
    }

    public long reservedKv() {
        return reservedKv;
    }

    /** KV capacity, tokens. */
    public long kvLimit() {
        return kvLimit;
    }

    /** Told of the passes of this engine. */
    public PassMeter passes() {
        return passes;
    }

    /** Requests with a reservation. */
    public int reservations() {
        return reservations;
    }

    public int size() {
        return members.size();
    }

    /** Adds a request that has a reservation and {@code tokensToGo} tokens to get. */
    public void join(int request, int tokensToGo, long doubledContext, double now) {
        advance(now);
        members.add(clock + tokensToGo, request);
        doubledContextSum += doubledContext;
        changePace();
    }

    /** When the next member is done if nothing changes, s. */
    public double nextDoneAt() {
        return paused || members.isEmpty() ? Agenda.NEVER : clockAt + (members.firstKey() - clock) * secondsPerToken;
    }

    /** Sets the token clock to the reading at which the next member is done: it is {@link #nextDoneAt()} now. */
    public void reachNextDone(double now) {
        passes.decoded(clock, members.firstKey(), clockAt, secondsPerToken, members.size(), doubledContextSum);
        clock = members.firstKey();
        clockAt = now;
    }

    /** Whether a member has got all its tokens. */
    public boolean hasDone() {
        return members.firstKey() <= clock;
    }

    /** The member that has got all its tokens; it leaves with {@link #leave}. */
    public int firstDone() {
        return members.requestAt(0);
    }

    /** Removes {@link #firstDone()}, whose context was {@code doubledContext}, and gives back its reservation. */
    public void leave(long doubledContext, long kvTokens) {
        members.removeFirst();
        doubledContextSum -= doubledContext;
        release(kvTokens);
    }

    /** Takes the pace that the batch has now; after the last of several leaves. */
    public void changePace() {
        int size = members.size();
        if (size > 0) {
            secondsPerToken = pace.seconds(size, doubledContextSum / (2.0 * size));
        } else {
            clock = 0; // keeps readings small, and with them their rounding
        }
    }

    /** Stops the token clock, while the engine is busy with a prefill. */
    public void pause(double now) {
        advance(now);
        paused = true;
    }

    public void resume(double now) {
        clockAt = now;
        paused = false;
    }

    /** The member at {@code position}, in no particular order. */
    public int member(int position) {
        return members.requestAt(position);
    }

    /** Tokens that the member at {@code position} has yet to get; a fraction is under way. */
    public double tokensToGo(int position, double now) {
        advance(now);
        return members.keyAt(position) - clock;
    }

    /** Forgets all members and reservations. */
    public void clear() {
        members.clear();
        reservedKv = 0;
        reservations = 0;
        doubledContextSum = 0;
        changePace();
    }

    private void advance(double now) {
        if (!paused && !members.isEmpty()) {
            double before = clock;
            clock += (now - clockAt) / secondsPerToken;
            passes.decoded(before, clock, clockAt, secondsPerToken, members.size(), doubledContextSum);
        }
        clockAt = now;
    }
}
