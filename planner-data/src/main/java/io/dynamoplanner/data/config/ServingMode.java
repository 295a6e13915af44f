package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Choice;

/** Which roles the planner manages. */
public enum ServingMode implements Choice {
    /** Prefill and decode engines, sized together. */
    DISAGG,
    /** Prefill engines only. */
    PREFILL,
    /** Decode engines only. */
    DECODE,
    /** Engines that do both. */
    AGG
}
