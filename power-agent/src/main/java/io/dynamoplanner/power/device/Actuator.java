package io.dynamoplanner.power.device;

/**
 * Sets one property of boards: the power limit today; a lock of the clocks would be another actuator with a setting of its
 * own, of which the prior value is "not locked". Ownership, restore and the order of writes are the same for all.
 *
 * @param <S> the property, a value class
 */
public interface Actuator<S> {
    /** What the property is at the moment. */
    Outcome<S> current(String uuid);

    /**
     * Sets it and reads it back. Nothing is written when the board cannot be identified right before.
     *
     * @return what it is now, which may be rounded
     */
    Outcome<S> apply(String uuid, S setting);

    /** Takes back what it has left with others to do its work; settings stay. */
    default void end() {}
}
