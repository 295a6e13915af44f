package io.dynamoplanner.predict;

/** Releases of the reference whose predictors behave differently, and what differs, as data. */
public enum ReferenceRelease {
    /** The releases before 0.8, without Kalman: arima starts afresh for each forecast, zeros are skipped at the start only. */
    BEFORE_0_8(false, false, IdleSkip.WHILE_EMPTY),
    /** The releases with a Kalman predictor up to 1.5: forecasts may be negative, the minimum of points has no effect. */
    BEFORE_1_6(false, false, IdleSkip.UNTIL_FIRST_TRAFFIC),
    /** From 1.6 on: forecasts are clamped at 0 and the minimum of points is honoured. */
    FROM_1_6(true, true, IdleSkip.UNTIL_FIRST_TRAFFIC);

    private final boolean clampsAtZero;
    private final boolean honoursMinPoints;
    private final IdleSkip idleSkip;

    ReferenceRelease(boolean clampsAtZero, boolean honoursMinPoints, IdleSkip idleSkip) {
        this.clampsAtZero = clampsAtZero;
        this.honoursMinPoints = honoursMinPoints;
        this.idleSkip = idleSkip;
    }

    /** Whether a forecast below zero is reported as 0; the filter's state is never clamped. */
    public boolean clampsAtZero() {
        return clampsAtZero;
    }

    /** Whether fewer than {@link KalmanParameters#minPoints} values forecast the last value. */
    public boolean honoursMinPoints() {
        return honoursMinPoints;
    }

    /** Whether arima finds its order anew for each forecast, from a window and without a clamp. */
    public boolean refitsArima() {
        return this == BEFORE_0_8;
    }

    public IdleSkip idleSkip() {
        return idleSkip;
    }
}
