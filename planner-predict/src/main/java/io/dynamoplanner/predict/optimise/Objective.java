package io.dynamoplanner.predict.optimise;

/** A function of several variables that knows its gradient. */
public interface Objective {

    /** Number of variables. */
    int dimension();

    /**
     * The value at a point. A value or gradient that is not finite says that the point is outside of the domain.
     *
     * @param point the point; not kept and not changed
     * @param gradient receives the gradient; where the function has a kink, any slope between those of its sides
     */
    double at(double[] point, double[] gradient);
}
