using System.Diagnostics;

namespace EdgarApi.Storage.Tracing;

/// <summary>What spans of our own have in common.</summary>
public static class ActivityExtensions
{
    /// <summary>Marks a span as failed.</summary>
    public static void Fail(this Activity activity, Exception error) => activity.AddException(error).SetStatus(ActivityStatusCode.Error, error.Message);
}
