using EdgarApi.Contracts.Objectives;
using EdgarApi.Operations.Capacity;
using static EdgarApi.Operations.Reviews.ReviewFormat;

namespace EdgarApi.Operations.Reviews;

/// <summary>The items of the monthly review.</summary>
internal static class MonthlyItems
{
    /// <summary>A size whose peak stays below this share is twice as large as needed, with some to spare.</summary>
    private const double HalveBelow = 0.4;

    public static ReviewSection CreateAvailability(ReviewData data)
    {
        const string Title = "Availability and error budget";
        if (data.Monitoring.Value is not { } figures)
            return new ReviewSection(Title, [new ReviewGap("Failed requests", data.Monitoring.Missing!)], []);
        if (figures.FailedShare is not { } failed) return new ReviewSection(Title, [new ReviewText("There were no requests.")], []);
        var target = ServiceLevels.Default.Availability;
        var spent = failed / Math.Round(1 - target.Uptime, 6);
        return new ReviewSection(Title, [
            new ReviewText(
                $"{Percent(1 - failed)} of {Count(figures.Requests.Now)} requests succeeded; the target is {Percent(target.Uptime)}. "
                + $"That is {Percent(spent)} of the error budget, as much as {Duration(target.DowntimePerMonth * spent)} of full outage "
                + $"out of {Duration(target.DowntimePerMonth)}."),
        ], []);
    }

    public static ReviewSection CreateRightsizing(ReviewData data)
    {
        const string Title = "Rightsizing";
        if (data.Monitoring.Value is not { } figures)
            return new ReviewSection(Title, [new ReviewGap("Use of the present sizes", data.Monitoring.Missing!)], []);
        var sizes = figures.Resources
            .Select(resource => (Resource: resource, Above: GetTrigger(resource.Name), Advice: Advise(resource))).ToList();
        return new ReviewSection(Title, [
            new ReviewTable(["size", "mean", "peak", "trigger", "advice"], [.. sizes.Select(size => (string[])
                [size.Resource.Name, Percent(size.Resource.Mean), Percent(size.Resource.Peak), Percent(size.Above), size.Advice])]),
            new ReviewText(
                $"A size is halved if its peak stays below {Percent(HalveBelow)}, and doubled above its trigger. Peaks are means of five "
                + "minutes."),
        ], [
            .. sizes.Where(size => size.Advice is Halve or Double).Select(size => new ReviewAction(
                ReviewPriority.Low, size.Advice == Double ? 1 + size.Resource.Peak!.Value : 1 - size.Resource.Peak!.Value,
                $"{(size.Advice == Double ? "Double" : "Halve")} the size of {size.Resource.Name}",
                $"peak {Percent(size.Resource.Peak)}, trigger {Percent(size.Above)}")),
        ]);
    }

    private const string Halve = "halve", Double = "double", Keep = "keep", Unknown = "not measured";

    private static string Advise(ResourceUse resource) => resource.Peak switch
    {
        null => Unknown,
        < HalveBelow => Halve,
        var peak when peak > GetTrigger(resource.Name) => Double,
        _ => Keep,
    };

    private static double GetTrigger(string resource)
    {
        var planning = PlanningValues.Read();
        return resource switch
        {
            ResourceUse.ApiCpu => planning.Triggers.Cpu,
            ResourceUse.ApiMemory => planning.Triggers.Memory,
            ResourceUse.ApiDisk => 1 - planning.Limits.StorageBuffer,
            ResourceUse.Pool => ServiceLevels.Default.Database.PoolUsage,
            _ => ServiceLevels.Default.Cache.Memory,
        };
    }
}
