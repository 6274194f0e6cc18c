# What R makes of the rows that the tests pool: metafor::rma.glmm, and the same likelihood integrated and profiled here.
# Run by hand where R, metafor and lme4 are installed; the output is kept in tests/unit/evidence/pooling_by_r.toml:
#   Rscript scripts/witness_pooling.R > tests/unit/evidence/pooling_by_r.toml
suppressMessages({
  library(metafor)
  library(lme4)
})

row_sets <- list(
  "five-mixed" = list(c(29, 3, 1, 0, 1), c(114, 23, 11, 16, 13)),
  "incomplete" = list(c(12, 14, 0), c(31, 37, 3)),
  "uterus-kept" = list(c(4, 4), c(7, 9)),
  "uterus-kept-three" = list(c(4, 4, 2), c(7, 9, 7)),
  "mostly-none" = list(c(0, 0, 0, 1), c(7, 3, 16, 13)),
  "none-and-one" = list(c(0, 1), c(7, 3)),
  "large-and-small" = list(c(30, 18, 29, 3, 0), c(216, 58, 114, 23, 16)),
  "complete" = list(c(18, 3, 0, 0, 1), c(185, 70, 7, 3, 3)),
  "wide" = list(c(1, 9, 0, 14, 2, 20), c(20, 12, 15, 18, 40, 22)),
  "all-in-one" = list(c(3, 5, 2), c(3, 9, 6))
)

# Logarithm of the probability of all rows; the integral by R's own adaptive quadrature around each row's peak.
log_binomial <- function(x, n, logit) {
  lchoose(n, x) + x * plogis(logit, log.p = TRUE) + (n - x) * plogis(-logit, log.p = TRUE)
}

log_likelihood <- function(mu, tau, xi, ni) {
  if (tau < 1e-4) return(sum(log_binomial(xi, ni, mu)))
  one <- function(x, n) {
    height <- function(z) log_binomial(x, n, mu + tau * z) + dnorm(z, log = TRUE)
    alone <- (qlogis((x + 0.5) / (n + 1)) - mu) / tau
    peak <- optimize(height, range(-12, 12, alone), maximum = TRUE, tol = 1e-10)
    part <- function(from, to) {
      integrate(function(z) exp(height(z) - peak$objective), from, to, rel.tol = 1e-11, abs.tol = 0,
                subdivisions = 2000, stop.on.error = FALSE)$value
    }
    peak$objective + log(part(peak$maximum - 10, peak$maximum) + part(peak$maximum, peak$maximum + 10))
  }
  sum(mapply(one, xi, ni))
}

# The spread is looked for in pieces, lest a lower summit be taken.
profile_at <- function(mu, xi, ni) {
  edges <- c(0, 0.25, 0.5, 1, 2, 4, 10)
  found <- sapply(seq_len(length(edges) - 1), function(at) {
    best <- optimize(function(tau) log_likelihood(mu, tau, xi, ni), edges[at + 0:1], maximum = TRUE, tol = 1e-9)
    c(best$objective, best$maximum)
  })
  best <- found[, which.max(found[1, ])]
  none <- log_likelihood(mu, 0, xi, ni)
  if (none >= best[1] - 1e-12) c(none, 0) else best
}

limit <- function(middle, ground, side, xi, ni) {
  end <- middle + side * 15
  if (profile_at(end, xi, ni)[1] > ground) return(NA)
  range <- sort(c(middle, end))
  uniroot(function(mu) profile_at(mu, xi, ni)[1] - ground, range, tol = 1e-8)$root
}

profiled <- function(xi, ni) {
  start <- qlogis((sum(xi) + 0.5) / (sum(ni) + 1))
  best <- optimize(function(mu) profile_at(mu, xi, ni)[1], start + c(-4, 3), maximum = TRUE, tol = 1e-8)
  top <- profile_at(best$maximum, xi, ni)
  ground <- top[1] - qchisq(0.95, 1) / 2
  c(middle = best$maximum, spread = top[2], log_likelihood = top[1],
    low = limit(best$maximum, ground, -1, xi, ni), high = limit(best$maximum, ground, 1, xi, ni))
}

number <- function(value) if (is.na(value)) '"none"' else sprintf("%.9f", value)
cat("# Written by scripts/witness_pooling.R; do not edit.\n")
cat(sprintf('r = "%s"\nmetafor = "%s"\nlme4 = "%s"\n', R.version.string, packageVersion("metafor"), packageVersion("lme4")))
cat('call = "rma.glmm(measure = \\"PLO\\", xi = xi, ni = ni, method = \\"ML\\", nAGQ = 50)"\n')
for (name in names(row_sets)) {
  xi <- row_sets[[name]][[1]]
  ni <- row_sets[[name]][[2]]
  fit <- rma.glmm(measure = "PLO", xi = xi, ni = ni, method = "ML", nAGQ = 50)
  own <- profiled(xi, ni)
  cat(sprintf('\n[[row_set]]\nname = "%s"\nevents = [%s]\npatients = [%s]\n', name, toString(xi), toString(ni)))
  cat(sprintf("metafor_middle = %s\nmetafor_error = %s\nmetafor_tau2 = %s\n",
              number(fit$beta[1]), number(fit$se), number(fit$tau2)))
  for (each in names(own)) cat(sprintf("profile_%s = %s\n", each, number(own[[each]])))
}
