package io.dynamoplanner.sim.fleet;

import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.sim.engine.Engine;
import io.dynamoplanner.sim.engine.ReadyEngines;
import io.dynamoplanner.sim.serving.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** The engines of one role, by where they are in their lives. */
public final class RolePool {
    private final Role role;
    private final Stage stage;
    private final int gpusPerEngine;
    private final StartUp startUp;
    private final WorkerFaults faults;
    private final SplittableRandom random;
    private final SplittableRandom lives;
    private final List<Engine> pending = new ArrayList<>();
    private final List<Engine> starting = new ArrayList<>();
    private int draining;
    private int desired;

    /**
     * @param gpusPerEngine GPUs that the cluster gives up for one engine
     * @param faults how its engines are lost at random
     * @param seed seed of the run; each role draws from its own stream, so that one role's scaling never changes
     *     another's start-up times
     */
    public RolePool(Role role, Stage stage, int gpusPerEngine, StartUp startUp, WorkerFaults faults, long seed) {
        this.role = role;
        this.stage = stage;
        this.gpusPerEngine = gpusPerEngine;
        this.startUp = startUp;
        this.faults = faults;
        this.random = new SplittableRandom(seed * 31 + role.name().hashCode());
        this.lives = new SplittableRandom(seed * 37 + role.name().hashCode());
    }

    public Role role() {
        return role;
    }

    public int desired() {
        return desired;
    }

    public int readyCount() {
        return stage.ready().size();
    }

    /** Engines that load, or wait for GPUs to do so. */
    public int startingCount() {
        return pending.size() + starting.size();
    }

    public int drainingCount() {
        return draining;
    }

    /** The pool as a policy sees it. */
    public RoleFleet snapshot() {
        boolean settled = readyCount() == desired && startingCount() == 0;
        return new RoleFleet(
                desired,
                readyCount(),
                startingCount(),
                draining,
                OptionalInt.of(gpusPerEngine),
                settled ? RoleFleet.Rollout.SETTLED : RoleFleet.Rollout.SCALING);
    }

    public Stage stage() {
        return stage;
    }

    int gpusPerEngine() {
        return gpusPerEngine;
    }

    void desire(int replicas) {
        desired = replicas;
    }

    /** Engines above what is desired; negative when some are missing. Draining ones no longer count. */
    int surplus() {
        return readyCount() + startingCount() - desired;
    }

    double nextStartUpS() {
        return startUp.sample(random);
    }

    void addPending(Engine engine) {
        pending.add(engine);
    }

    void moveToStarting(Engine engine) {
        pending.remove(engine);
        starting.add(engine);
        engine.moveTo(Engine.State.STARTING);
    }

    void moveToReady(Engine engine, double now) {
        starting.remove(engine);
        engine.loseAt(now + faults.lifeS(lives));
        stage.ready().add(engine);
        engine.moveTo(Engine.State.READY);
    }

    void moveToDraining(Engine engine, double until) {
        stage.ready().remove(engine);
        draining++;
        engine.drain(until);
    }

    void moveToGone(Engine engine) {
        switch (engine.state()) {
            case PENDING -> pending.remove(engine);
            case STARTING -> starting.remove(engine);
            case READY -> stage.ready().remove(engine);
            case DRAINING -> draining--;
            default -> throw new IllegalStateException("an engine cannot go twice");
        }
        engine.moveTo(Engine.State.GONE);
    }

    /**
     * The engine to give up first: one that waits for GPUs, else one that loads (the newest, since it has come least
     * far), else the ready one with the least work (the newest of equals). The pool must not be empty.
     */
    Engine leastValuable() {
        if (!pending.isEmpty()) {
            return pending.get(pending.size() - 1);
        }
        if (!starting.isEmpty()) {
            return starting.get(starting.size() - 1);
        }
        ReadyEngines ready = stage.ready();
        Engine emptiest = ready.get(ready.size() - 1);
        for (int i = ready.size() - 2; i >= 0; i--) {
            Engine engine = ready.get(i);
            if (work(engine) < work(emptiest)) {
                emptiest = engine;
            }
        }
        return emptiest;
    }

    /** A ready engine that fate takes; the pool must have one. */
    Engine unlucky() {
        return stage.ready().get(lives.nextInt(readyCount()));
    }

    /** Work on an engine in KV tokens; a prefill counts as one, which ranks prefill engines by busy or not. */
    private static long work(Engine engine) {
        return engine.batch().reservedKv() + (engine.isPrefilling() ? 1 : 0);
    }
}
