package io.dynamoplanner.core.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** What holds for every request, over seeded random ones. */
class ExactFitPropertyTest {
    private static final BudgetFit FIT = new ExactFit();
    private static final int ROUNDS = 4000;
    private static final int[] WIDTHS = {1, 1, 2, 3, 4, 8};

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static BudgetRequest request(RandomGenerator random, int roles, int most, boolean gpuFloor) {
        int[] current = new int[roles];
        int[] wanted = new int[roles];
        int[] widths = new int[roles];
        int[] floors = new int[roles];
        var need = new TreeMap<Role, Double>();
        for (int i = 0; i < roles; i++) {
            current[i] = random.nextInt(most);
            wanted[i] = random.nextInt(most);
            widths[i] = WIDTHS[random.nextInt(WIDTHS.length)];
            floors[i] = random.nextInt(3);
            // Mostly just below the wish, sometimes well below it, sometimes above a wish that was cut to a step.
            double scale = random.nextInt(4) == 0 ? 2 * random.nextDouble() : 1;
            need.put(Requests.roles(new int[roles]).roleAt(i), Math.max(0, wanted[i] - random.nextDouble()) * scale);
        }
        int ceiling = random.nextInt(10) == 0 ? -1 : random.nextInt(most * 4);
        int floor = gpuFloor && random.nextBoolean() ? random.nextInt(most * 2) : -1;
        return new BudgetRequest(
                Requests.roles(current),
                Requests.roles(wanted),
                Requests.roles(widths),
                Requests.roles(floors),
                PerRole.copyOf(need),
                floor,
                ceiling);
    }

    private static boolean floorsFit(BudgetRequest request) {
        return request.gpuCeiling() < 0 || request.gpus(request.floors()) <= request.gpuCeiling();
    }

    @Test
    void theResultFitsTheCeilingTheFloorsAndTheWish() {
        var random = random(1);
        int checked = 0;
        for (int i = 0; i < ROUNDS; i++) {
            var request = request(random, 1 + random.nextInt(3), 30, true);
            if (!floorsFit(request)) {
                continue;
            }
            var targets = FIT.fit(request).targets();
            checked++;

            if (request.gpuCeiling() >= 0) {
                assertThat(request.gpus(targets)).as("%s", request).isLessThanOrEqualTo(request.gpuCeiling());
            }
            boolean raised = request.gpuFloor() >= 0;
            for (var target : targets) {
                Role role = target.role();
                int wish = Math.max(request.wanted().get(role), request.floors().get(role));
                int most = raised ? Math.max(wish, request.current().get(role)) : wish;
                assertThat(target.value())
                        .as("%s of %s", role, request)
                        .isBetween(request.floors().get(role), most);
            }
        }
        assertThat(checked).isGreaterThan(ROUNDS / 2);
    }

    @Test
    void fittingTheResultAgainChangesNothing() {
        var random = random(2);
        for (int i = 0; i < ROUNDS; i++) {
            var request = request(random, 1 + random.nextInt(3), 30, true);
            var once = FIT.fit(request).targets();
            var again = new BudgetRequest(
                    request.current(),
                    once,
                    request.gpusPerReplica(),
                    request.floors(),
                    request.need(),
                    request.gpuFloor(),
                    request.gpuCeiling());
            if (floorsFit(request)) {
                assertThat(FIT.fit(again).targets()).as("%s", request).isEqualTo(once);
            }
        }
    }

    @Test
    void aHigherCeilingNeverServesTheWorstRoleLess() {
        var random = random(3);
        for (int i = 0; i < 400; i++) {
            var request = request(random, 1 + random.nextInt(3), 20, false);
            double before = -1;
            for (int ceiling = (int) request.gpus(request.floors()); ceiling < 160; ceiling++) {
                double share = worstShare(
                        request, FIT.fit(withCeiling(request, ceiling)).targets());
                assertThat(share).as("ceiling %d of %s", ceiling, request).isGreaterThanOrEqualTo(before);
                before = share;
            }
        }
    }

    @Test
    void theGpuFloorNeverServesAnyRoleLess() {
        var random = random(4);
        for (int i = 0; i < ROUNDS; i++) {
            var request = request(random, 1 + random.nextInt(3), 30, true);
            if (!floorsFit(request)) {
                continue;
            }
            var with = FIT.fit(request).targets();
            var without = FIT.fit(withGpuFloor(request, -1)).targets();
            long reachable = Math.min(request.gpuFloor(), request.gpus(request.wish()));

            with.forEach(target -> assertThat(target.value()).isGreaterThanOrEqualTo(without.get(target.role())));
            assertThat(request.gpus(with)).isGreaterThanOrEqualTo(Math.min(reachable, request.gpus(without)));
        }
    }

    @Test
    void aReductionStopsWithinOneReplicaOfTheGpuFloor() {
        var random = random(5);
        int stopped = 0;
        for (int i = 0; i < ROUNDS; i++) {
            var request = withCeiling(request(random, 1 + random.nextInt(3), 30, true), -1);
            var result = FIT.fit(request);
            if (result.note().isEmpty()) {
                continue;
            }
            stopped++;
            var most = request.wish()
                    .map((role, n) -> Math.max(n, request.current().get(role)));
            long used = request.gpus(result.targets());
            int widest = request.gpusPerReplica().values().stream()
                    .max(Integer::compare)
                    .orElseThrow();

            assertThat(used).as("%s", request).isGreaterThanOrEqualTo(Math.min(request.gpuFloor(), request.gpus(most)));
            assertThat(used).as("%s", request).isLessThan(request.gpuFloor() + widest);
        }
        assertThat(stopped).isGreaterThan(100);
    }

    @Test
    void noSmallSetBeatsTheResult() {
        var random = random(6);
        int clamped = 0;
        for (int i = 0; i < ROUNDS; i++) {
            var request = request(random, 1 + random.nextInt(3), 9, false);
            if (!floorsFit(request)) {
                continue;
            }
            var result = FIT.fit(request);
            var best = bruteForce(request);
            clamped += result.note().isPresent() ? 1 : 0;

            assertThat(result.targets()).as("%s", request).isEqualTo(best);
        }
        assertThat(clamped).isGreaterThan(ROUNDS / 4);
    }

    /** The documented order of preference, written down as a comparator over all feasible sets. */
    private static PerRole<Integer> bruteForce(BudgetRequest request) {
        var wish = request.wish();
        var sets = new ArrayList<PerRole<Integer>>();
        collect(request, wish, new int[wish.size()], 0, sets);
        var wished = wish.map((role, n) -> (double) n);
        return sets.stream()
                .max(Comparator.<PerRole<Integer>>comparingDouble(set -> worst(set, request.need()))
                        .thenComparingDouble(set -> worst(set, wished))
                        .thenComparingDouble(set -> sum(set, request.need()))
                        .thenComparingLong(request::gpus)
                        .thenComparingDouble(set -> -spread(set, wish))
                        .thenComparing(PerRole::values, ExactFitPropertyTest::lexicographic))
                .orElseThrow();
    }

    private static void collect(
            BudgetRequest request, PerRole<Integer> wish, int[] counts, int at, List<PerRole<Integer>> into) {
        if (at == counts.length) {
            var set = Requests.roles(counts);
            if (request.gpuCeiling() < 0 || request.gpus(set) <= request.gpuCeiling()) {
                into.add(set);
            }
            return;
        }
        for (int n = request.floors().valueAt(at); n <= wish.valueAt(at); n++) {
            counts[at] = n;
            collect(request, wish, counts, at + 1, into);
        }
    }

    private static double worstShare(BudgetRequest request, PerRole<Integer> counts) {
        return worst(counts, request.need());
    }

    private static double worst(PerRole<Integer> counts, PerRole<Double> weights) {
        double worst = 1;
        for (var entry : counts) {
            worst = Math.min(worst, share(entry.value(), weights.get(entry.role())));
        }
        return worst;
    }

    private static double sum(PerRole<Integer> counts, PerRole<Double> weights) {
        double sum = 0;
        for (var entry : counts) {
            sum += share(entry.value(), weights.get(entry.role()));
        }
        return sum;
    }

    private static double share(int count, double weight) {
        return weight <= 0 ? 1 : Math.min(1, count / weight);
    }

    private static double spread(PerRole<Integer> counts, PerRole<Integer> wish) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (var entry : counts) {
            if (wish.get(entry.role()) > 0) {
                double share = (double) entry.value() / wish.get(entry.role());
                low = Math.min(low, share);
                high = Math.max(high, share);
            }
        }
        return high - low;
    }

    private static int lexicographic(List<Integer> a, List<Integer> b) {
        for (int i = 0; i < a.size(); i++) {
            if (!a.get(i).equals(b.get(i))) {
                return Integer.compare(a.get(i), b.get(i));
            }
        }
        return 0;
    }

    private static BudgetRequest withCeiling(BudgetRequest r, int ceiling) {
        return new BudgetRequest(
                r.current(), r.wanted(), r.gpusPerReplica(), r.floors(), r.need(), r.gpuFloor(), ceiling);
    }

    private static BudgetRequest withGpuFloor(BudgetRequest r, int gpuFloor) {
        return new BudgetRequest(
                r.current(), r.wanted(), r.gpusPerReplica(), r.floors(), r.need(), gpuFloor, r.gpuCeiling());
    }
}
