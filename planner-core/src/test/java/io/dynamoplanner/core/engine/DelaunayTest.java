package io.dynamoplanner.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelaunayTest {

    private static double area(Delaunay mesh, int t) {
        double ax = mesh.x(mesh.vertex(t, 1)) - mesh.x(mesh.vertex(t, 0));
        double ay = mesh.y(mesh.vertex(t, 1)) - mesh.y(mesh.vertex(t, 0));
        double bx = mesh.x(mesh.vertex(t, 2)) - mesh.x(mesh.vertex(t, 0));
        double by = mesh.y(mesh.vertex(t, 2)) - mesh.y(mesh.vertex(t, 0));
        return (ax * by - ay * bx) / 2;
    }

    private static double area(Delaunay mesh) {
        double sum = 0;
        for (int t = 0; t < mesh.size(); t++) {
            assertThat(area(mesh, t)).isPositive();
            sum += area(mesh, t);
        }
        return sum;
    }

    /** The reference's triangle counts; an exact triangulation would have 62, 61 and 19. */
    @ParameterizedTest
    @CsvSource({TestProfiles.H200 + ", 59", TestProfiles.H100_TP8 + ", 58", TestProfiles.A100_TP4 + ", 16"})
    void flatTrianglesAlongTheHullAreLeftOut(String profile, int triangles) {
        var decode = TestProfiles.decode(profile);
        var mesh = new Delaunay(
                ProfileArray.kvUsage(decode).toArray(),
                ProfileArray.contextLength(decode).toArray(),
                profile);
        assertThat(mesh.size()).isEqualTo(triangles);
    }

    @Test
    void noCircumcircleHoldsAFurtherPoint() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        for (int round = 0; round < 30; round++) {
            int n = 3 + random.nextInt(40);
            double[] x = random.doubles(n).toArray();
            double[] y = random.doubles(n, 0, 10_000).toArray();
            var mesh = new Delaunay(x, y, "random points");
            var predicates = new PlanePredicates(x, y);
            for (int t = 0; t < mesh.size(); t++) {
                for (int p = 0; p < n; p++) {
                    assertThat(predicates.insideCircle(mesh.vertex(t, 0), mesh.vertex(t, 1), mesh.vertex(t, 2), p))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void aRegularGridWithAllItsPointsOnCommonCirclesIsCoveredOnce() {
        double[] x = new double[30];
        double[] y = new double[30];
        for (int i = 0; i < 30; i++) {
            x[i] = i % 6;
            y[i] = Math.floorDiv(i, 6);
        }
        var mesh = new Delaunay(x, y, "grid");
        assertThat(mesh.size()).isEqualTo(2 * 5 * 4);
        assertThat(area(mesh)).isCloseTo(20, within(1e-12));
    }

    @Test
    void pointsAreLocatedInTheirTriangleAndOutsideTheHullNowhere() {
        var mesh = new Delaunay(new double[] {0, 4, 0, 4}, new double[] {0, 0, 3, 3.5}, "quad");
        double[] barycentric = new double[3];
        int t = mesh.locate(1, 1, barycentric);
        double x = 0;
        double y = 0;
        for (int k = 0; k < 3; k++) {
            x += barycentric[k] * mesh.x(mesh.vertex(t, k));
            y += barycentric[k] * mesh.y(mesh.vertex(t, k));
        }
        assertThat(x).isCloseTo(1, within(1e-12));
        assertThat(y).isCloseTo(1, within(1e-12));
        assertThat(mesh.locate(-0.01, 1, barycentric)).isEqualTo(-1);
    }

    @Test
    void theSurfaceReproducesAPlane() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(12);
        double[] x = random.doubles(20).toArray();
        double[] y = random.doubles(20).toArray();
        double[] z = new double[20];
        for (int i = 0; i < 20; i++) {
            z[i] = 3 + 2 * x[i] - 5 * y[i];
        }
        var mesh = new Delaunay(x, y, "random points");
        var surface = new CloughTocher(mesh, z);
        double[] barycentric = new double[3];
        int inside = 0;
        for (int i = 0; i < 500; i++) {
            double px = random.nextDouble();
            double py = random.nextDouble();
            int t = mesh.locate(px, py, barycentric);
            if (t >= 0) {
                inside++;
                assertThat(surface.value(t, barycentric)).isCloseTo(3 + 2 * px - 5 * py, within(1e-4));
            }
        }
        assertThat(inside).isGreaterThan(200);
    }
}
