package io.dynamoplanner.core.demand;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Margins written down the long way: all that was seen is kept, and sorted and summed up anew for each question. */
final class SortedMargins {
    private static final int FURTHEST = 64;
    private static final int REMEMBERED = 200;

    private record Miss(double score, double weight) {}

    private record Outcome(double weight, boolean covered) {}

    /** One distance: what was forecast for each window to come, and what came of the forecasts before. */
    private static final class Distance {
        private final List<Double> due = new ArrayList<>();
        private final List<Miss> errors = new ArrayList<>();
    }

    private final TreeMap<Integer, Distance> distances = new TreeMap<>();
    private final List<Double> sizedFor = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private double shift;

    void take(double load, double weight, Predictor fed, int ahead, Quantile quantile) {
        if (weight > 0) {
            learn(load, weight, ahead, quantile);
        }
        for (int k = 1; k == 1 || k < 2 * Math.min(ahead, FURTHEST); k *= 2) {
            Distance distance = distances.computeIfAbsent(k, none -> new Distance());
            while (distance.due.size() < k) {
                distance.due.add(Double.NaN);
            }
        }
        distances.forEach((k, distance) -> {
            double forecast = distance.due.remove(0);
            if (weight > 0 && !Double.isNaN(forecast)) {
                distance.errors.add(new Miss(load - forecast, weight));
            }
            Prediction next = fed.predict(k);
            distance.due.add(next.basis() == Prediction.Basis.NO_DATA ? Double.NaN : next.point());
        });
        boolean knows = fed.predict(1).basis() != Prediction.Basis.NO_DATA;
        sizedFor.add(knows ? peak(fed, ahead, quantile) : Double.NaN);
    }

    void miss() {
        for (Distance distance : distances.values()) {
            distance.due.remove(0);
            distance.due.add(Double.NaN);
        }
        sizedFor.add(Double.NaN);
    }

    private void learn(double load, double weight, int ahead, Quantile quantile) {
        double least = newest(sizedFor, Math.min(ahead, FURTHEST)).stream()
                .mapToDouble(sized -> sized)
                .filter(sized -> !Double.isNaN(sized))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        if (least == Double.POSITIVE_INFINITY) {
            return;
        }
        boolean covered = load <= least;
        outcomes.add(new Outcome(weight, covered));
        List<Outcome> kept = newest(outcomes, REMEMBERED);
        double sum = 0;
        for (Outcome outcome : kept) {
            sum += outcome.weight;
        }
        double counts = Math.min(2, weight / (sum / kept.size()));
        shift = level(quantile, shift + 0.05 * counts * (covered ? quantile.level() - 1 : quantile.level()))
                - quantile.level();
    }

    double shift() {
        return shift;
    }

    double achieved() {
        double all = 0;
        double covered = 0;
        for (Outcome outcome : newest(outcomes, REMEMBERED)) {
            all += outcome.weight;
            covered += outcome.covered ? outcome.weight : 0;
        }
        return all == 0 ? 1 : covered / all;
    }

    double peak(Predictor predictor, int ahead, Quantile quantile) {
        double most = 0;
        for (int k = 1; k <= ahead; k++) {
            List<Miss> errors = List.of();
            for (var distance : distances.entrySet()) {
                errors = distance.getValue().errors;
                if (distance.getKey() >= k) {
                    break;
                }
            }
            most = Math.max(most, upper(newest(errors, REMEMBERED), predictor.predict(k), quantile));
        }
        return most;
    }

    private double upper(List<Miss> errors, Prediction prediction, Quantile quantile) {
        double spread = prediction.upper(quantile.z());
        if (errors.isEmpty()) {
            return Math.max(0, Math.max(prediction.point(), spread));
        }
        List<Miss> sorted =
                errors.stream().sorted(Comparator.comparingDouble(Miss::score)).toList();
        double all = 0;
        for (Miss error : sorted) {
            all += error.weight;
        }
        double level = level(quantile, shift);
        double wanted = level * (all + all / sorted.size());
        double below = 0;
        for (Miss error : sorted) {
            below += error.weight;
            if (below >= wanted) {
                return Math.max(0, prediction.point() + error.score);
            }
        }
        double largest = sorted.get(sorted.size() - 1).score;
        double stretched = sorted.size() < 50 ? largest : largest * Math.max(1, 1 + 10 * (level - 1));
        return Math.max(0, Math.max(prediction.point() + stretched, spread));
    }

    private static double level(Quantile quantile, double shift) {
        return Math.min(1.1, Math.max(0.5, quantile.level() + shift));
    }

    private static <T> List<T> newest(List<T> all, int most) {
        return all.subList(Math.max(0, all.size() - most), all.size());
    }
}
