package io.dynamoplanner.sim.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CoveringTest {

    @Test
    void anEngineIsAskedForAStartUpTimeBeforeItIsNeeded() {
        assertThat(Covering.wanted(new int[] {1, 1, 1, 1, 2, 2, 1}, 2, 1)).containsExactly(1, 1, 2, 2, 2, 2, 1);
    }

    @Test
    void aGapShorterThanAStartUpIsKept() {
        assertThat(Covering.wanted(new int[] {2, 1, 1, 2}, 3, 2)).containsExactly(2, 2, 2, 2);
    }

    @Test
    void overALongerGapTheEngineIsGivenBack() {
        assertThat(Covering.wanted(new int[] {2, 1, 1, 1, 2}, 1, 2)).containsExactly(2, 1, 1, 2, 2);
    }

    @Test
    void aNeedThatComesTooSoonIsMetAsSoonAsPossible() {
        assertThat(Covering.wanted(new int[] {1, 3, 3, 3, 3}, 3, 1)).containsExactly(3, 3, 3, 3, 3);
    }

    @Test
    void enginesThatAreThereAndNotNeededGoAtOnce() {
        assertThat(Covering.wanted(new int[] {1, 1}, 3, 5)).containsExactly(1, 1);
    }

    /** One level, all ways of holding it tried. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noOtherWayIsCheaper(long seed) {
        var random = new SplittableRandom(seed);
        int steps = 12;
        int startUp = random.nextInt(4);
        int initial = random.nextInt(2);
        int[] need = new int[steps];
        for (int i = 0; i < steps; i++) {
            boolean tooSoon = initial == 0 && i < startUp;
            need[i] = tooSoon || random.nextInt(3) > 0 ? 0 : 1;
        }
        int cheapest = Integer.MAX_VALUE;
        for (int held = 0; held < 1 << steps; held++) {
            if (meets(held, need, startUp, initial)) {
                cheapest = Math.min(cheapest, Integer.bitCount(held));
            }
        }
        int cost = 0;
        for (int wanted : Covering.wanted(need, startUp, initial)) {
            cost += wanted;
        }
        assertThat(cost).isEqualTo(cheapest);
    }

    private static boolean meets(int held, int[] need, int startUp, int initial) {
        int readyFrom = initial == 1 ? 0 : Integer.MAX_VALUE;
        boolean before = initial == 1;
        for (int step = 0; step < need.length; step++) {
            boolean now = (held >> step & 1) == 1;
            if (now && !before) {
                readyFrom = step + startUp;
            }
            if (need[step] == 1 && !(now && step >= readyFrom)) {
                return false;
            }
            before = now;
        }
        return true;
    }
}
