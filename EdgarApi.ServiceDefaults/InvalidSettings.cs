using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace EdgarApi.ServiceDefaults;

/// <summary>
/// A program whose settings are wrong ends with a line for each of them and with exit code 1. Whatever else ends a program is a fault, and keeps its stack trace.
/// </summary>
internal static class InvalidSettings
{
    /// <summary>What the validator of data annotations puts before a message.</summary>
    private const string Annotation = "with the error: '";

    private static readonly Dictionary<Type, string> Forms = new()
    {
        [typeof(TimeSpan)] = "a time as 00:00:30", [typeof(bool)] = "true or false", [typeof(int)] = "a whole number", [typeof(long)] = "a whole number",
    };

    private static int watching;

    /// <summary>To be called first: the settings' files are read when a program makes its builder.</summary>
    /// <param name="also">Exceptions that say in words what is to be done, beside those of settings.</param>
    public static void EndTheProgram(params Type[] also)
    {
        if (Interlocked.Exchange(ref watching, 1) != 0) return;
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
        {
            var error = (Exception)unhandled.ExceptionObject;
            var wrong = also.Contains(error.GetType()) ? [error.Message] : Describe(error);
            if (wrong.Count == 0) return;
            foreach (var line in wrong) Console.Error.WriteLine($"{AppDomain.CurrentDomain.FriendlyName} does not start: {line}");
            Environment.Exit(1);
        };
    }

    /// <summary>What is wrong, a line each; empty where the exception is of something else.</summary>
    public static IReadOnlyList<string> Describe(Exception error) => error switch
    {
        OptionsValidationException validation => [.. validation.Failures.Select(WithoutAnnotation)],
        AggregateException several => several.InnerExceptions.Select(Describe).ToList() is var all && all.TrueForAll(lines => lines.Count > 0) ? [.. all.SelectMany(lines => lines)] : [],
        InvalidOperationException when error.TargetSite?.DeclaringType == typeof(ConfigurationBinder) => [WithForm(error.Message)],
        InvalidDataException when error.Source?.StartsWith("Microsoft.Extensions.Configuration", StringComparison.Ordinal) == true => [$"{error.Message} {error.GetBaseException().Message}"],
        // An address that another program listens on, or that this one may not.
        IOException { InnerException: not null } when error.Source?.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal) == true => [error.Message],
        _ => [],
    };

    private static string WithoutAnnotation(string failure) =>
        failure.IndexOf(Annotation, StringComparison.Ordinal) is var at and >= 0 ? failure[(at + Annotation.Length)..].TrimEnd('.').TrimEnd('\'') : failure;

    private static string WithForm(string message) =>
        Forms.FirstOrDefault(form => message.Contains($"'{form.Key}'", StringComparison.Ordinal)).Value is { } form ? $"{message} It must be {form}." : message;
}
