package io.dynamoplanner.power.command;

/** Passes changes on to an agent that is made after the watch that tells them. */
final class Signal implements Runnable {
    private volatile Runnable listener = () -> {};

    void pass(Runnable to) {
        listener = to;
    }

    @Override
    public void run() {
        listener.run();
    }
}
