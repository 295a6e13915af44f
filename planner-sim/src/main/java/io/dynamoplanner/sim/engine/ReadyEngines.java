package io.dynamoplanner.sim.engine;

import java.util.ArrayList;
import java.util.List;

/** The engines of one role that serve now, in the order in which they became ready. */
public final class ReadyEngines {
    private final List<Engine> engines = new ArrayList<>();

    public int size() {
        return engines.size();
    }

    public Engine get(int i) {
        return engines.get(i);
    }

    public void add(Engine engine) {
        engines.add(engine);
    }

    public void remove(Engine engine) {
        engines.remove(engine);
    }
}
