package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Choice;

/** How values between the points of an engine profile are found. */
public enum InterpolationKind implements Choice {
    /** Shape-preserving: never outside its neighbours. */
    MONOTONE,
    /** The splines of the reference, which can overshoot. */
    REFERENCE
}
