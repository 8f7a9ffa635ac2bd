namespace EdgarApi.Operations.Reviews;

/// <summary>The reviews of the performance requirements.</summary>
public enum ReviewKind
{
    /// <summary>Performance of the last 24 hours.</summary>
    Daily,

    /// <summary>Capacity and scaling of the last 7 days.</summary>
    Weekly,

    /// <summary>Availability and sizes of the last 30 days.</summary>
    Monthly,
}

/// <summary>The periods of the reviews.</summary>
public static class ReviewPeriods
{
    /// <summary>Gets how far back a review looks.</summary>
    public static TimeSpan GetLength(ReviewKind kind) => kind switch
    {
        ReviewKind.Daily => TimeSpan.FromDays(1),
        ReviewKind.Weekly => TimeSpan.FromDays(7),
        _ => TimeSpan.FromDays(30),
    };

    /// <summary>Gets the distance of the points of a review's timeline. An alert that fires for less than this can be missed.</summary>
    public static TimeSpan GetStep(ReviewKind kind) => kind switch
    {
        ReviewKind.Daily => TimeSpan.FromMinutes(1),
        ReviewKind.Weekly => TimeSpan.FromMinutes(5),
        _ => TimeSpan.FromMinutes(15),
    };
}
