namespace EdgarApi.Tests;

/// <summary>Assertions that xUnit lacks.</summary>
internal static class AssertExtensions
{
    extension(Assert)
    {
        /// <summary>
        /// Checks every item and that the collection is not empty. <see cref="Assert.All{T}(IEnumerable{T}, Action{T})"/> passes on an
        /// empty collection, so use it only if that is correct.
        /// </summary>
        public static void NotEmptyAndAll<T>(IEnumerable<T> items, Action<T> check)
        {
            T[] all = [.. items];
            Assert.NotEmpty(all);
            Assert.All(all, check);
        }
    }
}
