package io.dynamoplanner.core.budget;

/** The reference's band arithmetic is defined for a single role and for a pair, and for nothing else. */
final class OneOrTwoRoles {
    private OneOrTwoRoles() {}

    static void require(BudgetRequest request, String fit) {
        int roles = request.wanted().size();
        if (roles < 1 || roles > 2) {
            throw new IllegalArgumentException("budget fit \"" + fit + "\" is defined for one or two roles, got "
                    + request.wanted().roles() + "; use \"exact\"");
        }
    }
}
