package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Choice;

/** How engines are profiled before they are deployed. */
public enum SweepMode implements Choice {
    /** Not at all. */
    NONE,
    /** By estimation. */
    RAPID,
    /** By measurement. */
    THOROUGH
}
