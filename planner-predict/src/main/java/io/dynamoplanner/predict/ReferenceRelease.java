package io.dynamoplanner.predict;

import io.dynamoplanner.predict.prophet.TimeAxis;

/** Releases of the reference whose predictors behave differently, and what differs, as data. */
public enum ReferenceRelease {
    /**
     * Up to 0.7: no Kalman predictor, arima starts afresh for each forecast, zeros count after a warm-up, and prophet counts
     * in seconds.
     */
    BEFORE_0_8(false, false, IdleSkip.WHILE_EMPTY, TimeAxis.SECONDS),
    /** 0.8 to 1.0: the first Kalman predictor; prophet is asked for the wrong moment. */
    BEFORE_1_1(false, false, IdleSkip.UNTIL_FIRST_TRAFFIC, TimeAxis.FORECAST_IN_SECONDS),
    /** 1.1 to 1.5: forecasts may be negative, the minimum of points has no effect. */
    BEFORE_1_6(false, false, IdleSkip.UNTIL_FIRST_TRAFFIC, TimeAxis.WINDOWS),
    /** From 1.6 on: forecasts are clamped at 0 and the minimum of points is honoured. */
    FROM_1_6(true, true, IdleSkip.UNTIL_FIRST_TRAFFIC, TimeAxis.WINDOWS_SLOW_SEASONS);

    private final boolean clampsAtZero;
    private final boolean honoursMinPoints;
    private final IdleSkip idleSkip;
    private final TimeAxis prophetAxis;

    ReferenceRelease(boolean clampsAtZero, boolean honoursMinPoints, IdleSkip idleSkip, TimeAxis prophetAxis) {
        this.clampsAtZero = clampsAtZero;
        this.honoursMinPoints = honoursMinPoints;
        this.idleSkip = idleSkip;
        this.prophetAxis = prophetAxis;
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

    /** Where prophet puts points and forecasts in time. */
    public TimeAxis prophetAxis() {
        return prophetAxis;
    }
}
