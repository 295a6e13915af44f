package io.dynamoplanner.power.agent;

/** Whether the agent changes anything. */
public enum Mode {
    /** It sets limits. */
    ENFORCE,
    /** It decides and tells; neither a board nor the state file is written. */
    DRY_RUN,
    /** The same for good, because somebody else sets the limits of this node. */
    EXTERNAL_OWNER
}
