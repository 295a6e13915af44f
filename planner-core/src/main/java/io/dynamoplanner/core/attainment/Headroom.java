package io.dynamoplanner.core.attainment;

/** Prototype. */
public record Headroom(double factor, double weight) {
    public static final Headroom NONE = new Headroom(1, 0);
    static final double ETA = Double.parseDouble(System.getProperty("eta", "0.3"));
    static final double MIN = Double.parseDouble(System.getProperty("fmin", "0.7"));
    static final double MAX = Double.parseDouble(System.getProperty("fmax", "2"));
    static final double CAP = Double.parseDouble(System.getProperty("cap", "0.2"));
    static final String MODE = System.getProperty("mode", "half");

    public Headroom after(double missed, double others, double requests, double stated, boolean pending) {
        double mean = weight == 0 ? requests : 0.9 * weight + 0.1 * requests;
        double counts = mean > 0 ? Math.min(2, requests / mean) : 0;
        double allowed = 1 - stated;
        double error;
        double capped = Math.min(CAP, missed);
        switch (MODE) {
            case "half" -> error = capped - allowed / 2;
            case "joint" -> {
                double total = Math.min(CAP, missed + others);
                error = total <= allowed ? total - allowed : (total - allowed) * (missed + others > 0 ? missed / (missed + others) : 0.5);
            }
            default -> error = capped - Math.max(allowed / 4, allowed - others);
        }
        if (pending && error > 0) error *= Double.parseDouble(System.getProperty("pend", "1"));
        double next = factor * Math.exp(ETA * counts * error);
        return new Headroom(Math.min(MAX, Math.max(MIN, next)), mean);
    }
}
