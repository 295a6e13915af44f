package io.dynamoplanner.core.budget;

import java.util.Arrays;

/**
 * The best set of whole replicas that the GPU budget allows, for any number of roles.
 *
 * <p><b>Ceiling.</b> A wish that fits is taken as it is. Otherwise, among all sets between the replica floors and the
 * wish that fit under the ceiling, the one is chosen that, in this order,
 *
 * <ol>
 *   <li>has the largest smallest share of need served, where a role's share is {@code min(1, n / need)}. Every request
 *       passes all roles, so the worst-served role is what the graph serves; a role with wide replicas is not starved
 *       because cheap replicas of another role are easier to count;
 *   <li>has the largest smallest share of the wish, which decides where the need is met but the wish is larger, for
 *       instance because a reduction is being held back;
 *   <li>has the largest sum of shares of need: what is left over still shortens somebody's queue;
 *   <li>uses the most of the ceiling, is the least lopsided, and favours the earlier role.
 * </ol>
 *
 * <p><b>GPU floor.</b> It only stops reductions and never invents growth: a result that would use fewer GPUs than the
 * floor is raised, evenly and by as little as possible, towards the current replicas and never beyond them. The ceiling
 * comes first where whole replicas cannot satisfy both. Whatever was wished stays covered, so more demand never means
 * less service.
 *
 * <p><b>Replica floors that do not fit</b> under the ceiling are noted as {@link BudgetNote#INFEASIBLE}. The graph stays
 * as it is if that fits; otherwise it gets the best set that fits with at least one replica of each wished role; if not
 * even those fit, it is shrunk to one replica of each role that runs, because a graph without a role serves nothing.
 *
 * <p>Raising all roles to a common share is a binary search over the shares that whole replicas can have. It leaves less
 * free than one further replica of each of the worst-served roles would hold, so the exhaustive search over the
 * remainder looks at a handful of sets.
 */
public final class ExactFit implements BudgetFit {
    @Override
    public String name() {
        return "exact";
    }

    @Override
    public BudgetResult fit(BudgetRequest request) {
        int[] wish = Counts.of(request.wish());
        int[] widths = Counts.of(request.gpusPerReplica());
        int[] floors = Counts.of(request.floors());
        int[] current = Counts.of(request.current());
        long ceiling = request.gpuCeiling() < 0 ? Long.MAX_VALUE : request.gpuCeiling();

        if (Counts.gpus(floors, widths) > ceiling) {
            int[] targets = fitWithoutFloors(request, wish, widths, current, ceiling);
            return BudgetResult.of(Counts.toRoles(targets, request.wanted()), BudgetNote.INFEASIBLE);
        }
        boolean clamped = Counts.gpus(wish, widths) > ceiling;
        int[] fitted = clamped ? fitUnder(ceiling, floors, wish, widths, need(request)) : wish;
        int[] targets = holdAbove(Math.min(request.gpuFloor(), ceiling), fitted, current, widths, ceiling);
        var roles = Counts.toRoles(targets, request.wanted());
        if (clamped) {
            return BudgetResult.of(roles, BudgetNote.CLAMPED);
        }
        return Arrays.equals(targets, wish) ? BudgetResult.of(roles) : BudgetResult.of(roles, BudgetNote.FLOOR_HELD);
    }

    private static int[] fitWithoutFloors(
            BudgetRequest request, int[] wish, int[] widths, int[] current, long ceiling) {
        if (Counts.gpus(current, widths) <= ceiling) {
            return current;
        }
        int[] least = new int[wish.length];
        for (int i = 0; i < least.length; i++) {
            least[i] = Math.min(1, wish[i]);
        }
        if (Counts.gpus(least, widths) <= ceiling) {
            return fitUnder(ceiling, least, wish, widths, need(request));
        }
        for (int i = 0; i < least.length; i++) {
            least[i] = Math.min(current[i], least[i]);
        }
        return least;
    }

    private static int[] fitUnder(long ceiling, int[] least, int[] wish, int[] widths, double[] need) {
        int[] counts = least.clone();
        for (int i = 0; i < counts.length; i++) {
            if (widths[i] == 0) {
                counts[i] = wish[i];
            }
        }
        double[] wished = toDoubles(wish);
        CommonShare.raise(counts, wish, need, widths, ceiling);
        CommonShare.raise(counts, wish, wished, widths, ceiling);
        return new RemainderSearch(counts, wish, widths, need, wished, ceiling, ceiling).best();
    }

    /** Raises {@code counts} towards {@code current} until {@code gpuFloor} GPUs are used, without passing the ceiling. */
    private static int[] holdAbove(long gpuFloor, int[] counts, int[] current, int[] widths, long ceiling) {
        if (Counts.gpus(counts, widths) >= gpuFloor) {
            return counts;
        }
        int[] most = new int[counts.length];
        for (int i = 0; i < most.length; i++) {
            most[i] = widths[i] == 0 ? counts[i] : Math.max(counts[i], current[i]);
        }
        int[] raised = counts.clone();
        double[] weights = toDoubles(most);
        CommonShare.raise(raised, most, weights, widths, gpuFloor);
        return new RemainderSearch(raised, most, widths, new double[counts.length], weights, gpuFloor, ceiling).best();
    }

    private static double[] need(BudgetRequest request) {
        double[] need = new double[request.need().size()];
        for (int i = 0; i < need.length; i++) {
            need[i] = request.need().valueAt(i);
        }
        return need;
    }

    private static double[] toDoubles(int[] counts) {
        double[] doubles = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            doubles[i] = counts[i];
        }
        return doubles;
    }
}
