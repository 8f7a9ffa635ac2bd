using EdgarApi.LoadTesting.Traffic;

namespace EdgarApi.Operations.Scaling;

/// <summary>How caches that are empty at first fill. All replicas share what one of them has computed, through Redis.</summary>
/// <param name="Companies">Number of companies that are asked for; how often follows Zipf's law.</param>
/// <param name="Skew">Its exponent.</param>
/// <param name="ResponsesPerCompany">Number of responses that are asked for of each company, equally often.</param>
public sealed record CacheFill(int Companies, double Skew, int ResponsesPerCompany)
{
    private ZipfDistribution? _popularity;

    /// <summary>
    /// Probability that a request is for a response that was computed before: each response with probability p has been asked for after n
    /// requests with a probability of 1 − e^(−pn).
    /// </summary>
    /// <param name="served">Number of requests served since the caches were empty.</param>
    public double GetSeen(double served)
    {
        _popularity ??= new ZipfDistribution(Companies, Skew);
        var unseen = 0.0;
        for (var company = 0; company < Companies; company++)
        {
            var share = _popularity.GetShare(company);
            unseen += share * Math.Exp(-share / ResponsesPerCompany * served);
        }

        return 1 - unseen;
    }
}
