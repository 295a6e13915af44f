package io.dynamoplanner.sim.serving;

import io.dynamoplanner.sim.engine.DecodeBatch;
import io.dynamoplanner.sim.engine.Engine;
import io.dynamoplanner.sim.engine.Engine.State;
import io.dynamoplanner.sim.engine.PassMeter;
import io.dynamoplanner.sim.engine.PrefillTable;
import io.dynamoplanner.sim.engine.ReadyEngines;
import io.dynamoplanner.sim.event.Agenda;
import io.dynamoplanner.sim.event.IntQueue;
import io.dynamoplanner.sim.request.RequestOutcomes;
import java.util.Arrays;

/**
 * Engines that prefill and decode. Prefill has priority: it occupies the engine for its whole time, one request after the
 * other, and the batch of that engine gets no tokens meanwhile. Chunked prefill would spread the same time over more
 * iterations: the mean ITL of a request stays, its jitter shrinks.
 *
 * <p>One queue, first in, first out. A request goes to the engine with the fewest reserved KV tokens among those that
 * are not in a prefill and have room for its input and output; there it stays.
 */
public final class AggregatedStage implements Stage {
    private final Agenda agenda;
    private final PrefillTable table;
    private final RequestOutcomes outcomes;
    private final BatchMembers members;
    private final ReadyEngines ready = new ReadyEngines();
    private final IntQueue waiting = new IntQueue();
    private double prefillSeconds;

    public AggregatedStage(Agenda agenda, PrefillTable table, RequestOutcomes outcomes, BatchMembers members) {
        this.agenda = agenda;
        this.table = table;
        this.outcomes = outcomes;
        this.members = members;
    }

    @Override
    public ReadyEngines ready() {
        return ready;
    }

    @Override
    public Engine newEngine(int slot, long number, PassMeter passes) {
        return new Engine(slot, number, members.newBatch(passes));
    }

    @Override
    public int waiting() {
        return waiting.size();
    }

    @Override
    public double prefillSeconds() {
        return prefillSeconds;
    }

    @Override
    public void accept(int request, double now) {
        if (!waiting.isEmpty() || !startOnLeastLoaded(request, now)) {
            waiting.addLast(request);
        }
    }

    @Override
    public void restart(int[] requests, double now) {
        waiting.addAllFirst(requests);
        serveWaiting(now);
    }

    @Override
    public void work(Engine engine, double now) {
        DecodeBatch batch = engine.batch();
        if (engine.isPrefilling()) {
            int request = engine.endPrefill();
            batch.resume(now);
            if (outcomes.prefilled(request, now)) {
                members.join(batch, request, now);
            } else {
                batch.release(members.kvTokens(request));
            }
        } else {
            members.completeDone(batch, now);
        }
        welcome(engine, now);
    }

    @Override
    public void welcome(Engine engine, double now) {
        if (!waiting.isEmpty() && canStart(engine, members.kvTokens(waiting.first()))) {
            start(engine, waiting.removeFirst(), now);
            // Who was behind the first may be smaller, and fit on an engine that had no room for the first.
            serveWaiting(now);
        }
        agenda.set(engine.slot(), engine.nextAt());
    }

    @Override
    public int[] evict(Engine engine, double now) {
        DecodeBatch batch = engine.batch();
        int prefilling = engine.endPrefill();
        if (prefilling != Engine.NOBODY) {
            batch.resume(now);
        }
        int[] decoding = members.evict(batch, now);
        if (prefilling == Engine.NOBODY) {
            return decoding;
        }
        int[] all = Arrays.copyOf(decoding, decoding.length + 1);
        all[decoding.length] = prefilling;
        Arrays.sort(all);
        return all;
    }

    private void serveWaiting(double now) {
        while (!waiting.isEmpty() && startOnLeastLoaded(waiting.first(), now)) {
            waiting.removeFirst();
        }
    }

    private boolean startOnLeastLoaded(int request, double now) {
        long kvTokens = members.kvTokens(request);
        int best = -1;
        long fewest = Long.MAX_VALUE;
        for (int i = 0, n = ready.size(); i < n; i++) {
            Engine engine = ready.get(i);
            if (engine.batch().reservedKv() < fewest && canStart(engine, kvTokens)) {
                best = i;
                fewest = engine.batch().reservedKv();
            }
        }
        if (best < 0) {
            return false;
        }
        Engine engine = ready.get(best);
        start(engine, request, now);
        agenda.set(engine.slot(), engine.nextAt());
        return true;
    }

    private static boolean canStart(Engine engine, long kvTokens) {
        return engine.state() == State.READY
                && !engine.isPrefilling()
                && engine.batch().hasRoom(kvTokens);
    }

    private void start(Engine engine, int request, double now) {
        engine.batch().reserve(members.kvTokens(request));
        engine.batch().pause(now);
        int tokens = outcomes.promptTokens(request);
        double seconds = table.seconds(tokens);
        prefillSeconds += seconds;
        engine.batch().passes().prefill(tokens, now, seconds);
        engine.startPrefill(request, now + seconds);
    }
}
