package io.dynamoplanner.sim.fleet;

import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.sim.engine.Engine;
import io.dynamoplanner.sim.engine.Engine.State;
import io.dynamoplanner.sim.engine.ForwardPasses;
import io.dynamoplanner.sim.engine.PassMeter;
import io.dynamoplanner.sim.event.Agenda;
import io.dynamoplanner.sim.event.IntQueue;
import io.dynamoplanner.sim.serving.Restart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All engines of a run and their lives: wanted, pending until there are GPUs, starting, ready, draining, gone.
 *
 * <p>GPUs are given in the order in which engines were wanted; an engine that does not fit does not keep a smaller one
 * behind it from starting. An engine that drains longer than allowed loses its requests: they start again, before all
 * that wait, with the tokens that they have; their next prefill reads those together with the prompt.
 */
public final class SimulatedFleet {
    private final Agenda agenda;
    private final Cluster cluster;
    private final PerRole<RolePool> managed;
    private final Restart restart;
    private final double maxDrainS;
    private final ForwardPasses passes;
    private final List<Engine> pending = new ArrayList<>();
    private final IntQueue freeSlots = new IntQueue();
    private Engine[] engineBySlot = new Engine[16];
    private RolePool[] poolBySlot = new RolePool[16];
    private long engines;
    private int lost;

    /**
     * @param managed the pools that the policy scales
     * @param restart takes requests that lost their engine
     * @param maxDrainS longest time that an engine may drain, s
     * @param passes takes the forward passes of all engines
     */
    public SimulatedFleet(
            Agenda agenda,
            Cluster cluster,
            PerRole<RolePool> managed,
            Restart restart,
            double maxDrainS,
            ForwardPasses passes) {
        this.agenda = agenda;
        this.cluster = cluster;
        this.managed = managed;
        this.restart = restart;
        this.maxDrainS = maxDrainS;
        this.passes = passes;
    }

    public Cluster cluster() {
        return cluster;
    }

    /** The pools that the policy scales. */
    public PerRole<RolePool> managed() {
        return managed;
    }

    /** What a policy sees. */
    public Fleet snapshot() {
        return new Fleet(managed.map((role, pool) -> pool.snapshot()));
    }

    /** Starts the run with {@code replicas} engines that are ready at once, as far as the GPUs go. */
    public void begin(RolePool pool, int replicas) {
        pool.desire(replicas);
        grow(pool);
        placePending(0, true);
        cluster.settle(0);
    }

    /** Sets the replicas of the roles in {@code targets}: first gives up what is no longer wanted, then adds. */
    public void scale(PerRole<Integer> targets, double now) {
        for (var target : targets) {
            pool(target.role()).desire(target.value());
        }
        for (var target : targets) {
            shrink(pool(target.role()), now);
        }
        for (var target : targets) {
            grow(pool(target.role()));
        }
        placePending(now, false);
        cluster.settle(now);
    }

    /** The engine in {@code slot} needs attention. */
    public void fire(int slot, double now) {
        Engine engine = engineBySlot[slot];
        RolePool pool = poolBySlot[slot];
        if (engine.state() == State.READY) {
            if (engine.lostAt() > now || engine.nextWorkAt() <= now) {
                pool.stage().work(engine, now);
            }
            if (engine.lostAt() <= now) {
                lose(engine, pool, now);
            }
        } else if (engine.state() == State.STARTING) {
            pool.moveToReady(engine, now);
            pool.stage().welcome(engine, now);
        } else {
            drain(engine, pool, now);
        }
    }

    /**
     * Loses up to {@code count} ready engines of a role at once.
     *
     * @return how many there were to lose
     */
    public int lose(Role role, int count, double now) {
        RolePool pool = pool(role);
        int losses = Math.min(count, pool.readyCount());
        for (int i = 0; i < losses; i++) {
            lose(pool.unlucky(), pool, now);
        }
        return losses;
    }

    /** Engines that were lost without a drain. */
    public int lost() {
        return lost;
    }

    /** The wanted count stays, so another engine takes its place, as soon as there are GPUs and a start-up time later. */
    private void lose(Engine engine, RolePool pool, double now) {
        lost++;
        int[] evicted = pool.stage().evict(engine, now);
        remove(engine, pool, now);
        restart.restart(evicted, now);
        grow(pool);
        placePending(now, false);
        cluster.settle(now);
    }

    private RolePool pool(Role role) {
        return managed.get(role);
    }

    private void grow(RolePool pool) {
        while (pool.surplus() < 0) {
            int slot = freeSlots.isEmpty() ? agenda.addSlot() : freeSlots.removeFirst();
            if (slot >= engineBySlot.length) {
                engineBySlot = Arrays.copyOf(engineBySlot, 2 * slot);
                poolBySlot = Arrays.copyOf(poolBySlot, 2 * slot);
            }
            long number = engines++;
            Engine engine = pool.stage().newEngine(slot, number, new PassMeter(passes, pool.role(), number));
            engineBySlot[slot] = engine;
            poolBySlot[slot] = pool;
            pool.addPending(engine);
            pending.add(engine);
        }
    }

    private void shrink(RolePool pool, double now) {
        while (pool.surplus() > 0) {
            Engine engine = pool.leastValuable();
            if (engine.state() == State.READY) {
                pool.moveToDraining(engine, now + maxDrainS);
                agenda.set(engine.slot(), engine.nextAt());
            }
            if (engine.isIdle()) {
                remove(engine, pool, now);
            }
        }
    }

    private void drain(Engine engine, RolePool pool, double now) {
        if (engine.nextWorkAt() <= now) {
            pool.stage().work(engine, now);
        }
        if (!engine.isIdle() && engine.drainUntil() <= now) {
            int[] evicted = pool.stage().evict(engine, now);
            remove(engine, pool, now);
            restart.restart(evicted, now);
        } else if (engine.isIdle()) {
            remove(engine, pool, now);
        }
        placePending(now, false);
        cluster.settle(now);
    }

    private void remove(Engine engine, RolePool pool, double now) {
        if (engine.state() == State.PENDING) {
            pending.remove(engine);
        } else {
            cluster.release(pool.gpusPerEngine(), now);
        }
        pool.moveToGone(engine);
        agenda.set(engine.slot(), Agenda.NEVER);
        freeSlots.addLast(engine.slot());
    }

    private void placePending(double now, boolean readyAtOnce) {
        for (int i = 0; i < pending.size(); ) {
            Engine engine = pending.get(i);
            RolePool pool = poolBySlot[engine.slot()];
            if (!cluster.take(pool.gpusPerEngine(), now)) {
                i++;
                continue;
            }
            pending.remove(i);
            pool.moveToStarting(engine);
            if (readyAtOnce) {
                pool.moveToReady(engine, now);
                agenda.set(engine.slot(), engine.nextAt());
            } else {
                agenda.set(engine.slot(), now + pool.nextStartUpS());
            }
        }
    }
}
