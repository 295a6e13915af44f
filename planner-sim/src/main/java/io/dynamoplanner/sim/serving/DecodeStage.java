package io.dynamoplanner.sim.serving;

import io.dynamoplanner.sim.engine.DecodeBatch;
import io.dynamoplanner.sim.engine.Engine;
import io.dynamoplanner.sim.engine.Engine.State;
import io.dynamoplanner.sim.engine.PassMeter;
import io.dynamoplanner.sim.engine.ReadyEngines;
import io.dynamoplanner.sim.event.Agenda;
import io.dynamoplanner.sim.event.IntQueue;

/**
 * Decode engines with continuous batching: a request joins, at once, the engine with the fewest reserved KV tokens among
 * those with room; if none has room it waits, first in, first out.
 *
 * <p>While requests wait, no ready engine has room for the first of them. So after a request has left an engine, only
 * this engine needs a look; the others do once the first has gone.
 */
public final class DecodeStage implements Stage {
    private final Agenda agenda;
    private final BatchMembers members;
    private final ReadyEngines ready = new ReadyEngines();
    private final IntQueue waiting = new IntQueue();

    public DecodeStage(Agenda agenda, BatchMembers members) {
        this.agenda = agenda;
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
        return 0;
    }

    @Override
    public void accept(int request, double now) {
        if (!waiting.isEmpty() || !joinLeastLoaded(request, now)) {
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
        members.completeDone(engine.batch(), now);
        welcome(engine, now);
    }

    @Override
    public void welcome(Engine engine, double now) {
        DecodeBatch batch = engine.batch();
        if (engine.state() == State.READY) {
            if (!waiting.isEmpty() && batch.hasRoom(members.kvTokens(waiting.first()))) {
                join(batch, waiting.removeFirst(), now);
                // Who was behind the first may be smaller, and fit on an engine that had no room for the first.
                serveWaiting(now);
            }
        }
        agenda.set(engine.slot(), engine.nextAt());
    }

    @Override
    public int[] evict(Engine engine, double now) {
        return members.evict(engine.batch(), now);
    }

    private void serveWaiting(double now) {
        while (!waiting.isEmpty() && joinLeastLoaded(waiting.first(), now)) {
            waiting.removeFirst();
        }
    }

    private boolean joinLeastLoaded(int request, double now) {
        long kvTokens = members.kvTokens(request);
        int best = -1;
        long fewest = Long.MAX_VALUE;
        for (int i = 0, n = ready.size(); i < n; i++) {
            DecodeBatch batch = ready.get(i).batch();
            if (batch.reservedKv() < fewest && batch.hasRoom(kvTokens)) {
                best = i;
                fewest = batch.reservedKv();
            }
        }
        if (best < 0) {
            return false;
        }
        Engine engine = ready.get(best);
        join(engine.batch(), request, now);
        agenda.set(engine.slot(), engine.nextAt());
        return true;
    }

    private void join(DecodeBatch batch, int request, double now) {
        batch.reserve(members.kvTokens(request));
        members.join(batch, request, now);
    }
}
