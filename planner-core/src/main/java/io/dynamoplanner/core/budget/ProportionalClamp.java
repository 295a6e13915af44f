package io.dynamoplanner.core.budget;

/**
 * The proportional band clamps of the reference's releases 1.5 and 1.6.
 *
 * <p>Above the ceiling a wish is scaled down as in release 1.0. Below the GPU floor it is scaled up by
 * {@code F / total}, the second role filling the rest. Inside the band nothing happens, not even to a role below its
 * replica floor. A width of 0 or less switches the clamp off.
 */
final class ProportionalClamp {
    /** What growing towards the GPU floor may do to the second role. */
    enum Growth {
        /** Release 1.5: the second role is recomputed and may shrink. */
        MAY_SHRINK_SECOND,
        /** Release 1.6: the second role keeps at least what it has. */
        KEEPS_SECOND
    }

    private ProportionalClamp() {}

    static Pair pair(Pair wish, Pair widths, GpuBand band, Pair floors, Growth growth) {
        if (band.isOff() || widths.first() <= 0 || widths.second() <= 0) {
            return wish;
        }
        return switch (band.position(wish.gpus(widths), widths.widest())) {
            case INSIDE -> wish;
            case ABOVE -> shrink(wish, widths, band.ceiling(), floors);
            case BELOW -> grow(wish, widths, band, floors, growth);
        };
    }

    private static Pair shrink(Pair wish, Pair widths, int ceiling, Pair floors) {
        if (floors.gpus(widths) > ceiling) {
            return new Pair(0, 0);
        }
        int[] fitted = FlooringFit.joint(array(wish), array(widths), array(floors), ceiling);
        return new Pair(fitted[0], fitted[1]);
    }

    private static Pair grow(Pair wish, Pair widths, GpuBand band, Pair floors, Growth growth) {
        int floor = band.floor();
        long total = wish.gpus(widths);
        double first = total <= 0 ? floor / 2.0 / widths.first() : wish.first() * ((double) floor / total);
        int newFirst = Math.max(floors.first(), (int) Math.ceil(first));
        long missing = Math.max(0, floor - (long) newFirst * widths.first());
        int filled = Math.max(floors.second(), (int) Math.ceil((double) missing / widths.second()));
        int newSecond = growth == Growth.KEEPS_SECOND ? Math.max(filled, wish.second()) : filled;
        var grown = new Pair(newFirst, newSecond);
        if (!band.hasCeiling() || grown.gpus(widths) <= band.ceiling()) {
            return grown;
        }
        boolean keptSecond = growth == Growth.KEEPS_SECOND && filled < wish.second();
        return keptSecond ? DirectionalGuard.fit(wish, new Pair(newFirst, wish.second()), widths, band, floors) : wish;
    }

    /** One role. Growing to the GPU floor does not look at the ceiling again, as in the reference. */
    static int single(int wish, int width, GpuBand band, int floor) {
        if (band.isOff() || width <= 0) {
            return wish;
        }
        return switch (band.position((long) wish * width, width)) {
            case INSIDE -> wish;
            case ABOVE -> (long) floor * width > band.ceiling() ? 0 : Math.max(floor, band.ceiling() / width);
            case BELOW -> Math.max(floor, (int) Math.ceil((double) band.floor() / width));
        };
    }

    private static int[] array(Pair pair) {
        return new int[] {pair.first(), pair.second()};
    }
}
